package dev.countersign.core.trust;

/** Access to the current trust snapshot. */
public interface TrustRegistry {
    /** The snapshot for the next request; never blocks. */
    TrustSnapshot current();

    /** Whether the snapshot is recent enough to be relied on, so that changes made at other nodes are included. */
    default boolean isFresh() {
        return true;
    }
}
