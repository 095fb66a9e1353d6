package dev.countersign.core.rejection;

import java.time.Duration;

/** Refusal because an issuer's keys, the database or the own signing keys are unavailable, or because of overload. The caller may retry. */
public sealed interface DependencyRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case IssuerKeysUnavailable _, IssuerKeysNotFetched _ -> RejectionCode.ISSUER_KEYS_UNAVAILABLE;
            case StoreUnavailable _ -> RejectionCode.STORE_UNAVAILABLE;
            case SigningUnavailable _ -> RejectionCode.SIGNING_UNAVAILABLE;
            case ServerOverloaded _ -> RejectionCode.SERVER_OVERLOADED;
        };
    }

    /** Time that the caller is asked to wait. */
    Duration retryAfter();

    /** The keys of an issuer cannot be fetched, and there is no older set that is still valid. */
    record IssuerKeysUnavailable(String issuerName, String lastError, Duration retryAfter)
            implements DependencyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence(
                    "keys of " + issuerName,
                    "%s; the issuer is asked again in %s s".formatted(lastError, wholeSeconds()),
                    code().remedy());
        }

        /** Rounded up, as in {@code Retry-After}. */
        private long wholeSeconds() {
            return retryAfter.plus(Duration.ofNanos(999_999_999)).toSeconds();
        }
    }

    /**
     * The keys of a draft of an issuer are at a URL from which no keys were fetched. A draft is only explained, so no
     * token request is refused for it.
     *
     * @param reason a clause without a full stop
     */
    record IssuerKeysNotFetched(String issuerName, String reason) implements DependencyRejection {
        @Override
        public Duration retryAfter() {
            return Duration.ZERO;
        }

        @Override
        public Evidence evidence() {
            return new Evidence("keys of " + issuerName, reason, code().remedy());
        }
    }

    /** The database does not answer or accepts no writes. */
    record StoreUnavailable(Duration retryAfter) implements DependencyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a durable write", "the store did not take it", code().remedy());
        }
    }

    /**
     * The module with the signing keys does not sign.
     *
     * @param reason a clause without a full stop
     */
    record SigningUnavailable(String reason, Duration retryAfter) implements DependencyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a signature", reason, code().remedy());
        }
    }

    /** There are more requests than can be processed in time. */
    record ServerOverloaded(Duration retryAfter) implements DependencyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a free place in the queue", "the queue is full", code().remedy());
        }
    }
}
