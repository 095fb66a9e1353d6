package dev.countersign.core.audit;

import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Instant;
import java.util.Optional;

/**
 * Number of token requests that have no event of their own: they came from callers that proved nothing, and there were too
 * many of them.
 *
 * @param outcome of every one of them; never {@link Outcome#ACCEPTED}
 * @param code of every one of them; empty for faults
 * @param count how many there were
 * @param from when the first came in
 * @param to when the last came in
 */
public record RefusalSummary(Outcome outcome, Optional<RejectionCode> code, long count, Instant from, Instant to) {
    public RefusalSummary {
        if (outcome == Outcome.ACCEPTED || count < 1 || to.isBefore(from)) {
            throw new IllegalArgumentException("a summary is of refusals or faults, in the order of time");
        }
    }
}
