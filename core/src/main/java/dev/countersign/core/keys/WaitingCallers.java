package dev.countersign.core.keys;

import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/** The callers who wait for a fetch, of whichever issuer. */
final class WaitingCallers {
    /** Half of the requests that a server takes on: however many issuers hang, the others find places. */
    static final int MOST = 512;

    /** What the next one is told, when so many wait. */
    static KeyLookup crowd(int callers, String awaited) {
        return new KeyLookup.Unavailable(callers + " callers wait for " + awaited, Duration.ofSeconds(1));
    }

    private final AtomicInteger waiting = new AtomicInteger();

    int count() {
        return waiting.get();
    }

    boolean isFull() {
        return waiting.get() >= MOST;
    }

    /**
     * Waits for the end of a fetch; false when the waiting thread was told to stop, or so many wait already and nobody
     * demanded the fetch.
     */
    boolean await(InFlightFetch fetch) {
        boolean full = waiting.incrementAndGet() > MOST;
        try {
            return (!full || fetch.demanded()) && fetch.await();
        } finally {
            waiting.decrementAndGet();
        }
    }
}
