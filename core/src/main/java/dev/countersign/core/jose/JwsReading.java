package dev.countersign.core.jose;

/** The outcome of reading a compact JWS with {@link CompactJws#read}. */
public sealed interface JwsReading {

    /** A well-formed JWS with JSON claims. Nothing is known yet about who signed it. */
    record Read(CompactJws jws) implements JwsReading {}

    /**
     * Not a compact JWS.
     *
     * @param problem a sentence in our own words; quotes nothing that was read
     */
    record Unreadable(String problem) implements JwsReading {}

    /**
     * A JWE, which is never decrypted.
     *
     * @param form which serialization it is, for people
     */
    record Encrypted(String form) implements JwsReading {}
}
