package dev.countersign.core.jose;

/** The outcome of reading a compact JWS with {@link CompactJws#read}. */
public sealed interface JwsReading {

    /** A well-formed JWS with JSON claims, not verified yet. */
    record Read(CompactJws jws) implements JwsReading {}

    /**
     * Failure: the text is not a compact JWS.
     *
     * @param problem a sentence in our own words; quotes nothing that was read
     */
    record Unreadable(String problem) implements JwsReading {}

    /**
     * A JWE, which is never decrypted.
     *
     * @param form its serialization, for people
     */
    record Encrypted(String form) implements JwsReading {}
}
