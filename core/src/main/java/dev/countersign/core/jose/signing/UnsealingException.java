package dev.countersign.core.jose.signing;

/** The fault of a stored signing key that cannot be opened: another master key, or a damaged record. */
public final class UnsealingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsealingException(String keyId, Throwable cause) {
        super(
                "The signing key %s cannot be opened: it was stored under another master key, or it was altered"
                        .formatted(keyId),
                cause);
    }
}
