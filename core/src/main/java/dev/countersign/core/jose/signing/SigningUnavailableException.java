package dev.countersign.core.jose.signing;

import java.time.Duration;

/** Exception thrown when a signing key cannot be used now; its message is a clause that contains no secret. */
public final class SigningUnavailableException extends RuntimeException {
    /** Time after which a request that needs a signature is worth another attempt. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final long serialVersionUID = 1L;

    public SigningUnavailableException(String reason) {
        super(reason);
    }

    public SigningUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }

    /** The reason, as a clause. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
