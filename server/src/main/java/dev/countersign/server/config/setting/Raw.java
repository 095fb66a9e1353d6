package dev.countersign.server.config.setting;

import dev.countersign.base.text.UrlSecrets;
import java.util.List;

/** A value as somebody wrote it. Numbers and booleans are kept as text, because they may be written as text too. */
public sealed interface Raw {

    /** The text as a problem may quote it. */
    String shown();

    /** A single value. */
    record Text(String value) implements Raw {
        @Override
        public String shown() {
            return '"' + UrlSecrets.removed(value) + '"';
        }
    }

    /** An array of single values. */
    record Elements(List<String> values) implements Raw {
        public Elements {
            values = List.copyOf(values);
        }

        @Override
        public String shown() {
            return UrlSecrets.removed(values.toString());
        }
    }

    /** Something that is never the value of a setting: a table, or an array that holds more than single values. */
    record Structure() implements Raw {
        @Override
        public String shown() {
            return "a table";
        }
    }
}
