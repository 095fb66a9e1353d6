package dev.countersign.core.keys;

import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The callers of one keyring that wait for fetches. */
final class WaitingCallers {
    /**
     * Half of the requests processed at once, so that requests with other issuers are served however many issuers do
     * not respond.
     */
    static final int MOST = 512;

    /** The result for a further caller when this many wait. */
    static KeyLookup overloaded(int callers, String awaited) {
        return new KeyLookup.Unavailable(callers + " callers wait for " + awaited, Duration.ofSeconds(1));
    }

    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger ofProcess;

    /** @param ofProcess counts the waiting callers of all keyrings */
    WaitingCallers(AtomicInteger ofProcess) {
        this.ofProcess = ofProcess;
    }

    boolean isFull() {
        return waiting.get() >= MOST;
    }

    /**
     * Waits for the end of a fetch; returns false when the waiting thread was interrupted, or when the limit is reached
     * and the fetch was not demanded by an administrator.
     */
    boolean await(InFlightFetch fetch) {
        boolean full = waiting.incrementAndGet() > MOST;
        ofProcess.incrementAndGet();
        try {
            return (!full || fetch.demanded()) && fetch.await();
        } finally {
            ofProcess.decrementAndGet();
            waiting.decrementAndGet();
        }
    }
}
