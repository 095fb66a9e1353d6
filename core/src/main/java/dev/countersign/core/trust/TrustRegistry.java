package dev.countersign.core.trust;

/** The snapshot in force. */
public interface TrustRegistry {
    /** The snapshot that the next request is judged by; never blocks. */
    TrustSnapshot current();

    /** Whether the snapshot can be relied on: what was revoked on another node a while ago is revoked in it. */
    default boolean isFresh() {
        return true;
    }
}
