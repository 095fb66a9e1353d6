package dev.countersign.core.trust;

/** Access to the current trust snapshot. */
public interface TrustRegistry {
    /** The snapshot for the next request; never blocks. */
    TrustSnapshot current();

    /** Whether the snapshot can be relied on: what was revoked on another node a while ago is revoked in it. */
    default boolean isFresh() {
        return true;
    }
}
