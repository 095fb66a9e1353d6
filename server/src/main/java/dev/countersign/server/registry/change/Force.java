package dev.countersign.server.registry.change;

/** Treatment of applications that name a resource to be removed. */
public enum Force {
    /** The resource is not removed. */
    REFUSE,
    /**
     * Its name is removed from them too. An application that named no other issuer may then use no issuer, rather than
     * all; one that named no other audience is disabled, because without audiences its tokens would be meant for this
     * server itself, which is more than before.
     */
    REMOVE
}
