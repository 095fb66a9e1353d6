package dev.countersign.server.console.page;

import dev.countersign.server.operation.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A sentence at the top of a page about what was just done.
 *
 * @param text for people; plain, never markup
 */
public record Notice(Tone tone, String text) {

    /** How good the news is. */
    public enum Tone {
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
        public String style() {
            return switch (this) {
                case DONE -> "done";
                case WARNING -> "warning";
                case PROBLEM -> "problem";
            };
        }
    }

    public static Notice done(String text) {
        return new Notice(Tone.DONE, text);
    }

    /** A remark of a use case that was done. */
    public static Notice about(Problem remark) {
        return remark.code().equals("jwks_fetched") ? done("Keys: " + remark.detail()) : warning(remark.detail());
    }

    public static Notice warning(String text) {
        return new Notice(Tone.WARNING, text);
    }

    /** One for each thing that is wrong. */
    public static List<Notice> problems(List<Problem> problems) {
        return problems.stream().map(problem -> problem(problem.detail())).toList();
    }

    public static Notice problem(String text) {
        return new Notice(Tone.PROBLEM, text);
    }
}
