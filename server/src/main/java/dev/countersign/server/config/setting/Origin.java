package dev.countersign.server.config.setting;

import java.nio.file.Path;

/** Source of the value of a setting. */
public sealed interface Origin {

    /** Built-in default. */
    record BuiltIn() implements Origin {
        @Override
        public String toString() {
            return "default";
        }
    }

    /**
     * The configuration file.
     *
     * @param line counted from 1; 0 when unknown
     */
    record File(Path path, int line) implements Origin {
        @Override
        public String toString() {
            return line > 0 ? path + ":" + line : path.toString();
        }
    }

    /** An environment variable. */
    record Variable(String name) implements Origin {
        @Override
        public String toString() {
            return "environment variable " + name;
        }
    }

    /** An option of the command. */
    record Option(String name) implements Origin {
        @Override
        public String toString() {
            return "option " + name;
        }
    }
}
