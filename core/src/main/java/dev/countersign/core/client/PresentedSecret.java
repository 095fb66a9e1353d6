package dev.countersign.core.client;

import dev.countersign.core.jose.key.Sha256;
import java.util.Optional;

/** A secret presented by a client; its string form is redacted. */
public final class PresentedSecret {
    private final Optional<Sha256> hash;
    private final Optional<Sha256> unencoded;

    private PresentedSecret(Optional<Sha256> hash, Optional<Sha256> unencoded) {
        this.hash = hash;
        this.unencoded = unencoded;
    }

    /** Wraps a secret, of which only the hash is kept. */
    public static PresentedSecret of(String text) {
        return new PresentedSecret(Optional.of(Sha256.ofUtf8(text)), Optional.empty());
    }

    /**
     * Wraps a secret that should have been form-encoded (RFC 6749 §2.3.1).
     *
     * @param text the decoded text; empty when it is not a valid form-encoding
     * @param sent the text as sent, by which a secret that was not encoded is recognised, but never accepted
     */
    public static PresentedSecret decoded(Optional<String> text, String sent) {
        return new PresentedSecret(
                text.map(Sha256::ofUtf8),
                text.filter(sent::equals).isPresent() ? Optional.empty() : Optional.of(Sha256.ofUtf8(sent)));
    }

    /** The hash of the secret; empty when the text sent is not one. */
    Optional<Sha256> hash() {
        return hash;
    }

    /** The hash of the text sent, where it differs from the secret. */
    Optional<Sha256> unencoded() {
        return unencoded;
    }

    @Override
    public String toString() {
        return "PresentedSecret[redacted]";
    }
}
