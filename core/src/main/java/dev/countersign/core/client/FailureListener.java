package dev.countersign.core.client;

import dev.countersign.core.jose.key.Sha256;

/** Listener that informs other nodes about authentication failures, so that a failed attempt at one of them counts at all. */
public interface FailureListener {
    /** A listener that informs no other node. */
    FailureListener NONE = new FailureListener() {
        @Override
        public void failed(Sha256 pair) {}

        @Override
        public void succeeded(Sha256 pair) {}
    };

    /**
     * Reports a failure; never blocks.
     *
     * @param pair the hash of name and address
     */
    void failed(Sha256 pair);

    /** Reports that failures are reset; never blocks. */
    void succeeded(Sha256 pair);
}
