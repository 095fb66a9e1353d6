package dev.countersign.cli.command;

import java.io.Console;
import java.util.Optional;

/** The person in front of a command, if there is one. */
public interface Terminal {
    /** Nobody is there. */
    Terminal NONE = new Terminal() {
        @Override
        public boolean isThere() {
            return false;
        }

        @Override
        public Optional<String> ask(String question) {
            return Optional.empty();
        }

        @Override
        public Optional<String> askSecretly(String question) {
            return Optional.empty();
        }
    };

    /** Whether somebody reads what is printed, and could answer. */
    boolean isThere();

    /** Asks, and waits for a line; empty when nobody is there or the input ended. */
    Optional<String> ask(String question);

    /** Asks without showing what is typed. */
    Optional<String> askSecretly(String question);

    /** The terminal of this process. */
    static Terminal ofProcess() {
        return new Terminal() {
            @Override
            public boolean isThere() {
                return console().isPresent();
            }

            @Override
            public Optional<String> ask(String question) {
                return console().map(console -> console.readLine("%s", question));
            }

            @Override
            public Optional<String> askSecretly(String question) {
                return console()
                        .map(console -> console.readPassword("%s", question))
                        .map(String::new);
            }

            private Optional<Console> console() {
                return Optional.ofNullable(System.console()).filter(Console::isTerminal);
            }
        };
    }
}
