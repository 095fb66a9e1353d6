package dev.countersign.core.grant;

/** The snapshot in force. */
public interface TrustRegistry {
    /** The snapshot that the next request is judged by; never blocks. */
    TrustSnapshot current();
}
