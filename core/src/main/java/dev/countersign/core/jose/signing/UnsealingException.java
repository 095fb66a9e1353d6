package dev.countersign.core.jose.signing;

/** Exception thrown when a stored signing key cannot be decrypted: another master key, or a damaged record. */
public final class UnsealingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnsealingException(String keyId, Throwable cause) {
        super(
                "The signing key %s cannot be opened: it was stored under another master key, or it was altered"
                        .formatted(keyId),
                cause);
    }
}
