package dev.countersign.core.event;

import java.time.Duration;
import java.util.Locale;

/** Outcome of receiving a security event token (RFC 8935 §2.2 and §2.3). */
public sealed interface Receipt {

    /** Success: the event has taken effect, now or when it was received first. */
    record Accepted() implements Receipt {}

    /**
     * Failure: the token is not accepted.
     *
     * @param description one sentence, fixed for each reason
     */
    record Refused(Fault fault, String description) implements Receipt {}

    /** Failure: the token cannot be judged or recorded now; it has to be sent again. */
    record Unavailable(Duration retryAfter) implements Receipt {}

    /** Failure: the issuer does not exist, is disabled, or sends no events. */
    record NotFound() implements Receipt {}

    /** Reason of a refusal (RFC 8935 §2.4). */
    enum Fault {
        INVALID_REQUEST,
        INVALID_KEY,
        INVALID_ISSUER,
        INVALID_AUDIENCE;

        /** The member {@code err}. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
