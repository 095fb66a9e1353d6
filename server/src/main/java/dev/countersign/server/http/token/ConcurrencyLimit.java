package dev.countersign.server.http.token;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Limit of the token requests processed at the same time. Requests beyond what can be processed in some hundredths of a
 * second would only wait until all of them are late, so they are refused at low cost. A tenant above its fair share of
 * the slots leaves the rest to others: under a flood from one client other clients are still served.
 *
 * <p>The throughput is measured under load. Requests that wait for an issuer's keys use no processor and are not
 * counted.
 */
final class ConcurrencyLimit {
    private static final Duration LONGEST_QUEUE = Duration.ofMillis(30);
    private static final Duration WINDOW = Duration.ofMillis(100);
    /** Lower bound of the limit, also while the server is slow, such as in its first seconds. */
    private static final int FEWEST = 256;

    private static final double WEIGHT_OF_NEW = 0.3;

    private final int most;
    private final IntSupplier waiting;
    private final AtomicInteger inside = new AtomicInteger();
    private final Map<String, Integer> tenants = new ConcurrentHashMap<>();
    private final AtomicLong left = new AtomicLong();
    private final AtomicLong windowStart = new AtomicLong(System.nanoTime());
    private volatile boolean busy;
    private volatile double fittingBefore;
    private volatile int slots;

    /**
     * Creates a limit without measurements.
     *
     * @param most most requests processed at once; the last quarter is reserved for tenants with few requests
     * @param waiting number of requests in progress that wait for an issuer's keys
     */
    ConcurrencyLimit(int most, IntSupplier waiting) {
        this.most = most;
        this.waiting = waiting;
        this.slots = most;
        this.fittingBefore = most;
    }

    /** Whether less than half of the limit is in use. */
    boolean isFarFromFull() {
        return computing() < slots / 2;
    }

    private int computing() {
        return inside.get() - waiting.getAsInt();
    }

    /** Whether a request of this tenant would be admitted now. */
    boolean hasRoom(String tenant) {
        int now = slots;
        int computing = computing();
        int own = tenants.getOrDefault(tenant, 0);
        int fair = now / Math.max(1, tenants.size() + (own == 0 ? 1 : 0));
        if (computing >= now / 2) {
            busy = true;
        }
        return computing < (own < fair ? now + now / 4 : now / 2);
    }

    /**
     * Admits a request if there is room; then {@link #leave} must follow. Concurrent calls may take the same last slot:
     * the limit bounds the load, not the exact number.
     */
    boolean enter(String tenant) {
        if (!hasRoom(tenant)) {
            return false;
        }
        inside.incrementAndGet();
        tenants.merge(tenant, 1, Integer::sum);
        return true;
    }

    /** Reports that an admitted request was answered. */
    void leave(String tenant) {
        inside.decrementAndGet();
        tenants.computeIfPresent(tenant, (_, own) -> own == 1 ? null : own - 1);
        left.incrementAndGet();
        long start = windowStart.get();
        long now = System.nanoTime();
        if (now - start >= WINDOW.toNanos() && windowStart.compareAndSet(start, now)) {
            measure(left.getAndSet(0), now - start);
        }
    }

    /** Ignores periods of low load, which do not show the possible throughput. */
    private void measure(long done, long nanos) {
        if (busy) {
            double fitting = done * (double) LONGEST_QUEUE.toNanos() / nanos;
            double smoothed = WEIGHT_OF_NEW * fitting + (1 - WEIGHT_OF_NEW) * fittingBefore;
            fittingBefore = smoothed;
            slots = Math.clamp((long) smoothed, Math.min(FEWEST, most), most);
            busy = false;
        }
    }
}
