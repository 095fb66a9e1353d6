package dev.countersign.server.console.page;

import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Problem;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A sentence at the top of a page about the last action.
 *
 * @param text plain text, never markup
 * @param change the correlation id of the changes that the notice offers to undo
 */
public record Notice(Tone tone, String text, Optional<CorrelationId> change) {
    public Notice(Tone tone, String text) {
        this(tone, text, Optional.empty());
    }

    /** Kind of a notice. */
    public enum Tone {
        DONE,
        WARNING,
        PROBLEM;

        /** The tone as one letter, with which a stored notice begins. */
        char sign() {
            return style().charAt(0);
        }

        /** The tone whose letter begins a text. */
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

    /** The same notice, which offers to undo the changes of this correlation id. */
    public Notice offeringToUndo(CorrelationId changes) {
        return new Notice(tone, text, Optional.of(changes));
    }

    /** A warning of a use case that succeeded. */
    public static Notice about(Problem remark) {
        return remark.code().equals("jwks_fetched") ? done("Keys: " + remark.detail()) : warning(remark.detail());
    }

    public static Notice warning(String text) {
        return new Notice(Tone.WARNING, text);
    }

    /** One notice for each problem. */
    public static List<Notice> problems(List<Problem> problems) {
        return problems.stream().map(problem -> problem(problem.detail())).toList();
    }

    public static Notice problem(String text) {
        return new Notice(Tone.PROBLEM, text);
    }
}
