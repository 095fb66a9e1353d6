package dev.countersign.core.client;

import dev.countersign.core.jose.Sha256;

/** A secret as a client presented it; nothing prints it. */
public final class PresentedSecret {
    private final Sha256 hash;

    private PresentedSecret(Sha256 hash) {
        this.hash = hash;
    }

    /** The secret of this text, of which only the hash is kept. */
    public static PresentedSecret of(String text) {
        return new PresentedSecret(Sha256.ofUtf8(text));
    }

    Sha256 hash() {
        return hash;
    }

    @Override
    public String toString() {
        return "PresentedSecret[redacted]";
    }
}
