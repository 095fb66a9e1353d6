package dev.countersign.core.audit;

import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Instant;
import java.util.Optional;

/**
 * Number of token requests without events of their own: they came from unauthenticated callers, and exceeded the
 * budget.
 *
 * @param outcome outcome of all of them; never {@link Outcome#ACCEPTED}
 * @param code code of all of them; empty for faults
 * @param count their number
 * @param from time of the first
 * @param to time of the last
 */
public record RefusalSummary(Outcome outcome, Optional<RejectionCode> code, long count, Instant from, Instant to) {
    public RefusalSummary {
        if (outcome == Outcome.ACCEPTED || count < 1 || to.isBefore(from)) {
            throw new IllegalArgumentException("a summary is of refusals or faults, in the order of time");
        }
    }
}
