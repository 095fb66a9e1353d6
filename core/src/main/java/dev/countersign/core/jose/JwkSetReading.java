package dev.countersign.core.jose;

/** The outcome of reading a fetched JWK set. */
public sealed interface JwkSetReading {

    /** A JWK set; its keys may all be unusable. */
    record Read(KeySet keys) implements JwkSetReading {}

    /**
     * Not a JWK set.
     *
     * @param problem a sentence in our own words; quotes nothing that was read
     */
    record Unreadable(String problem) implements JwkSetReading {}
}
