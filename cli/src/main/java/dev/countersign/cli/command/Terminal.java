package dev.countersign.cli.command;

import java.io.Console;
import java.util.Optional;

/** The interactive terminal of a command, if any. */
public interface Terminal {
    /** No interactive terminal. */
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

    /** Whether a user can read the output and answer. */
    boolean isThere();

    /** Prompts for a line; empty when there is no terminal or the input has ended. */
    Optional<String> ask(String question);

    /** Prompts without echo. */
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
