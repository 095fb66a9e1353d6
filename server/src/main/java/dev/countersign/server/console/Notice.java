package dev.countersign.server.console;

import dev.countersign.server.management.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A sentence at the top of a page about what was just done.
 *
 * @param text for people; plain, never markup
 */
record Notice(Tone tone, String text) {

    /** How good the news is. */
    enum Tone {
        DONE,
        WARNING,
        PROBLEM;

        /** The tone in one letter, with which a kept notice begins. */
        char sign() {
            return style().charAt(0);
        }

        /** The tone whose letter a text begins with. */
        static Optional<Tone> of(String text) {
            return Arrays.stream(values())
                    .filter(tone -> text.startsWith(String.valueOf(tone.sign())))
                    .findFirst();
        }

        /** The name of the style. */
        String style() {
            return switch (this) {
                case DONE -> "done";
                case WARNING -> "warning";
                case PROBLEM -> "problem";
            };
        }
    }

    static Notice done(String text) {
        return new Notice(Tone.DONE, text);
    }

    /** A remark of a use case that was done. */
    static Notice about(Problem remark) {
        return remark.code().equals("jwks_fetched") ? done("Keys: " + remark.detail()) : warning(remark.detail());
    }

    private static Notice warning(String text) {
        return new Notice(Tone.WARNING, text);
    }

    /** One for each thing that is wrong. */
    static List<Notice> problems(List<Problem> problems) {
        return problems.stream().map(problem -> problem(problem.detail())).toList();
    }

    static Notice problem(String text) {
        return new Notice(Tone.PROBLEM, text);
    }
}
