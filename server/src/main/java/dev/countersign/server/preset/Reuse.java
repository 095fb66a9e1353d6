package dev.countersign.server.preset;

/** Whether an issuer's tokens are meant to be presented more than once. */
public enum Reuse {
    /** Every use gets a token of its own, and it is not to be accepted twice. */
    NEVER,
    /** A token serves until it expires. */
    USUAL,
    /** The issuer leaves it to the application; refused until somebody says otherwise. */
    UNDECIDED
}
