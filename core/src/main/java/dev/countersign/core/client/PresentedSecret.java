package dev.countersign.core.client;

import dev.countersign.core.jose.key.Sha256;
import java.util.Optional;

/** A secret as a client presented it; nothing prints it. */
public final class PresentedSecret {
    private final Optional<Sha256> hash;
    private final Optional<Sha256> unencoded;

    private PresentedSecret(Optional<Sha256> hash, Optional<Sha256> unencoded) {
        this.hash = hash;
        this.unencoded = unencoded;
    }

    /** The secret of this text, of which only the hash is kept. */
    public static PresentedSecret of(String text) {
        return new PresentedSecret(Optional.of(Sha256.ofUtf8(text)), Optional.empty());
    }

    /**
     * A secret that should have been form-encoded (RFC 6749 §2.3.1).
     *
     * @param text what it decodes to; empty when it is no form-encoding of anything
     * @param sent the text as it was sent, by which a secret that was not encoded is recognized, and never accepted
     */
    public static PresentedSecret decoded(Optional<String> text, String sent) {
        return new PresentedSecret(
                text.map(Sha256::ofUtf8),
                text.filter(sent::equals).isPresent() ? Optional.empty() : Optional.of(Sha256.ofUtf8(sent)));
    }

    /** The hash of the secret; empty when what was sent is none. */
    Optional<Sha256> hash() {
        return hash;
    }

    /** The hash of what was sent, where that is another text than the secret. */
    Optional<Sha256> unencoded() {
        return unencoded;
    }

    @Override
    public String toString() {
        return "PresentedSecret[redacted]";
    }
}
