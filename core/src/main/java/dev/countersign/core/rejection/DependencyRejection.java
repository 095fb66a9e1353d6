package dev.countersign.core.rejection;

import java.time.Duration;

/** A refusal because a dependency is unavailable: never the caller's fault, never a token. */
public sealed interface DependencyRejection extends Rejection {

    @Override
    default RejectionCode code() {
        return switch (this) {
            case IssuerKeysUnavailable _ -> RejectionCode.ISSUER_KEYS_UNAVAILABLE;
            case StoreUnavailable _ -> RejectionCode.STORE_UNAVAILABLE;
            case ServerOverloaded _ -> RejectionCode.SERVER_OVERLOADED;
        };
    }

    /** Time that the caller is asked to wait. */
    Duration retryAfter();

    /** Keys of an issuer that are unavailable, without an older set that may still be used. */
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

    /** A store that does not answer or cannot write. */
    record StoreUnavailable(Duration retryAfter) implements DependencyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a durable write", "the store did not take it", code().remedy());
        }
    }

    /** More waiting requests than can be processed in time. */
    record ServerOverloaded(Duration retryAfter) implements DependencyRejection {
        @Override
        public Evidence evidence() {
            return new Evidence("a free place in the queue", "the queue is full", code().remedy());
        }
    }
}
