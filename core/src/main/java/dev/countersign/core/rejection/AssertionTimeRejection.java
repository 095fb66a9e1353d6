package dev.countersign.core.rejection;

import java.time.Duration;
import java.time.Instant;

/**
 * A refusal because of the time (RFC 7523 §3 (4) to (6)). Every record holds the time of the check and the tolerance,
 * so that the measured difference can be shown.
 */
public sealed interface AssertionTimeRejection extends AssertionRejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case Expired _ -> RejectionCode.ASSERTION_EXPIRED;
            case NotYetValid _ -> RejectionCode.ASSERTION_NOT_YET_VALID;
            case IssuedInFuture _ -> RejectionCode.ASSERTION_ISSUED_IN_FUTURE;
            case TooOld _ -> RejectionCode.ASSERTION_TOO_OLD;
        };
    }

    /** {@code now >= exp + skew}. */
    record Expired(Instant exp, Instant now, Duration skew) implements AssertionTimeRejection {
        @Override
        public Evidence evidence() {
            return Words.of("exp after", now.minus(skew), skew, exp, now, code());
        }
    }

    /** {@code nbf > now + skew}. */
    record NotYetValid(Instant nbf, Instant now, Duration skew) implements AssertionTimeRejection {
        @Override
        public Evidence evidence() {
            return Words.of("nbf not after", now.plus(skew), skew, nbf, now, code());
        }
    }

    /** {@code iat > now + skew}. */
    record IssuedInFuture(Instant iat, Instant now, Duration skew) implements AssertionTimeRejection {
        @Override
        public Evidence evidence() {
            return Words.of("iat not after", now.plus(skew), skew, iat, now, code());
        }
    }

    /** {@code iat < now - validity - skew}. */
    record TooOld(Instant iat, Instant now, Duration validity, Duration skew) implements AssertionTimeRejection {
        @Override
        public Evidence evidence() {
            return Words.of("iat not before", now.minus(validity).minus(skew), skew, iat, now, code());
        }
    }

    /** The sentences common to the four. */
    final class Words {
        private Words() {}

        private static Evidence of(
                String rule, Instant limit, Duration skew, Instant claimed, Instant now, RejectionCode code) {
            return new Evidence(
                    rule + " " + limit + " (clock skew " + skew.toSeconds() + " s)",
                    claimed + ", " + distance(claimed, now),
                    code.remedy());
        }

        private static String distance(Instant claimed, Instant now) {
            Duration difference = Duration.between(claimed, now);
            return difference.isNegative()
                    ? difference.negated().toSeconds() + " s after our clock"
                    : difference.toSeconds() + " s before our clock";
        }
    }
}
