package dev.countersign.server.people;

import dev.countersign.core.jose.key.Sha256;

/** The secret of a one-time link, as presented by a visitor. Only its hash is stored. */
public record SetupCode(String value) {
    /** The hash by which the link is found. */
    public Sha256 hash() {
        return Sha256.ofUtf8(value);
    }

    @Override
    public String toString() {
        return "SetupCode[redacted]";
    }
}
