package dev.countersign.core.client;

import dev.countersign.core.jose.key.Sha256;

/** What the other nodes hear of failures to authenticate, so that a guess at one of them counts at all. */
public interface FailureNews {
    /** News that no other node hears. */
    FailureNews NONE = new FailureNews() {
        @Override
        public void failed(Sha256 pair) {}

        @Override
        public void succeeded(Sha256 pair) {}
    };

    /**
     * Tells of a failure; never waits.
     *
     * @param pair the hash of name and address
     */
    void failed(Sha256 pair);

    /** Tells that failures are forgotten; never waits. */
    void succeeded(Sha256 pair);
}
