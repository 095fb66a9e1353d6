package dev.countersign.server;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A limit of requests in a second: a burst of one second, then an even rate, represented by the time at which the burst will
 * be empty again (generic cell rate algorithm).
 */
final class RateLimit {
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier nanoTime;
    private final AtomicLong emptyAt;

    /** @param nanoTime a monotonic clock, in nanoseconds */
    RateLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.emptyAt = new AtomicLong(nanoTime.getAsLong());
    }

    /** Counts a request, unless it would be more than this number in a second. */
    boolean admits(long perSecond) {
        long interval = SECOND / perSecond;
        long now = nanoTime.getAsLong();
        while (true) {
            long before = emptyAt.get();
            long after = (before - now > 0 ? before : now) + interval;
            if (after - now > SECOND) {
                return false;
            }
            if (emptyAt.compareAndSet(before, after)) {
                return true;
            }
        }
    }
}
