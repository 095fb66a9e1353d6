package dev.countersign.core.jose.signing;

import java.time.Duration;

/** Exception thrown when a signing key cannot be used now; its message is a clause that contains no secret. */
public final class SigningUnavailableException extends RuntimeException {
    /** Time after which a request that needs a signature is worth another attempt. */
    public static final Duration RETRY_AFTER = Duration.ofSeconds(5);

    private static final long serialVersionUID = 1L;

    private final boolean isOverload;

    public SigningUnavailableException(String reason) {
        this(reason, false);
    }

    private SigningUnavailableException(String reason, boolean isOverload) {
        super(reason);
        this.isOverload = isOverload;
    }

    public SigningUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
        this.isOverload = false;
    }

    /** Refusal of a signature that the server did not ask for, because too many others were waiting. */
    public static SigningUnavailableException overload(String reason) {
        return new SigningUnavailableException(reason, true);
    }

    /** Whether the server had too much to do; this says nothing about the key. */
    public boolean isOverload() {
        return isOverload;
    }

    /** The reason, as a clause. */
    public String reason() {
        return String.valueOf(getMessage());
    }
}
