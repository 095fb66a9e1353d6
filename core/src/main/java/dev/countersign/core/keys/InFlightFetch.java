package dev.countersign.core.keys;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** One fetch in progress, for which any number of callers may wait. */
final class InFlightFetch {
    private final long number;
    private final boolean demanded;
    private final Optional<Optional<FetchedSet>> lacking;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CountDownLatch completed = new CountDownLatch(1);
    private volatile boolean answered;

    /**
     * @param number number of the fetch of one issuer, from 1
     * @param demanded whether the issuer must be contacted even if a persisted set is sufficient
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

    /** Whether the fetch was started because of a missing key. */
    boolean isForMissingKey() {
        return lacking.isPresent();
    }

    /** Whether this state, obtained without contacting the issuer, satisfies the purpose of the fetch. */
    boolean isEnough(RemoteState state, Instant now) {
        return lacking.map(set -> !state.set().equals(set)).orElseGet(() -> state.isFresh(now));
    }

    /** True for the first caller, which must start the fetch. */
    boolean begin() {
        return begun.compareAndSet(false, true);
    }

    /**
     * @param hasAsked whether the issuer was contacted, with any result; a set from disk or from another node does not
     *     count
     */
    void complete(boolean hasAsked) {
        answered = hasAsked;
        completed.countDown();
    }

    /** Whether the issuer was contacted; known once the fetch has completed. */
    boolean hasAsked() {
        return answered;
    }

    /** Waits for the end; returns false when the waiting thread was interrupted. */
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
