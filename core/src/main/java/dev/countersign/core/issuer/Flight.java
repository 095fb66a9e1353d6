package dev.countersign.core.issuer;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** One fetch under way, which any number of callers may wait for. */
final class Flight {
    private final long number;
    private final boolean demanded;
    private final AtomicBoolean inTheAir = new AtomicBoolean();
    private final CountDownLatch landed = new CountDownLatch(1);

    /**
     * @param number counts the flights of one issuer, from 1
     * @param demanded whether the issuer must be asked even where a set kept on disk would do
     */
    Flight(long number, boolean demanded) {
        this.number = number;
        this.demanded = demanded;
    }

    long number() {
        return number;
    }

    boolean demanded() {
        return demanded;
    }

    /** True for the first caller, which must start the fetch. */
    boolean takeOff() {
        return inTheAir.compareAndSet(false, true);
    }

    void land() {
        landed.countDown();
    }

    /** Waits for the end; false when the waiting thread was told to stop. */
    boolean await() {
        try {
            landed.await();
            return true;
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
