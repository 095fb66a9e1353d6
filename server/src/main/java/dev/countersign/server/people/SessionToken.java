package dev.countersign.server.people;

import dev.countersign.core.jose.key.Sha256;

/** The secret in the cookie of a session, as presented by a visitor. Only its hash is stored. */
public record SessionToken(String value) {
    /** The hash by which it is found. */
    public Sha256 hash() {
        return Sha256.ofUtf8(value);
    }

    @Override
    public String toString() {
        return "SessionToken[redacted]";
    }
}
