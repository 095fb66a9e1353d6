package dev.countersign.server.preset;

/** Reuse policy of an issuer's tokens. */
public enum Reuse {
    /** Every use gets a separate token, which must not be accepted twice. */
    NEVER,
    /** A token is used until it expires. */
    USUAL,
    /** The issuer leaves it to the application; refused until an administrator allows it. */
    UNDECIDED
}
