package dev.countersign.core.keys;

import dev.countersign.core.keys.RemoteState.FetchedSet;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** One fetch under way, which any number of callers may wait for. */
final class InFlightFetch {
    private final long number;
    private final boolean demanded;
    private final Optional<Optional<FetchedSet>> lacking;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch completed = new CountDownLatch(1);
    private volatile boolean answered;

    /**
     * @param number counts the fetches of one issuer, from 1
     * @param demanded whether the issuer must be asked even where a set kept on disk would do
     * @param lacking for a missing key, the set that lacks it
     */
    InFlightFetch(long number, boolean demanded, Optional<Optional<FetchedSet>> lacking) {
        this.number = number;
        this.demanded = demanded;
        this.lacking = lacking;
    }

    long number() {
        return number;
    }

    boolean demanded() {
        return demanded;
    }

    /** Whether the fetch was begun because a key is missing. */
    boolean isForMissingKey() {
        return lacking.isPresent();
    }

    /** Whether this state, which came without asking the issuer, gives what the fetch is for. */
    boolean isEnough(RemoteState state, Instant now) {
        return lacking.map(set -> !state.set().equals(set)).orElseGet(() -> state.isFresh(now));
    }

    /** True for the first caller, which must start the fetch. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /** @param hasAsked whether the issuer was asked, with whatever result; a set from disk or of another node is no answer */
    void complete(boolean hasAsked) {
        answered = hasAsked;
        completed.countDown();
    }

    /** Whether the issuer was asked; known once the fetch has completed. */
    boolean hasAsked() {
        return answered;
    }

    /** Waits for the end; false when the waiting thread was told to stop. */
    boolean await() {
        try {
            completed.await();
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
