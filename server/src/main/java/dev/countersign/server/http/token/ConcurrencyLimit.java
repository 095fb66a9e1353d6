package dev.countersign.server.http.token;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * The decision which token requests are taken on. More of them than can be judged in some hundredths of a second would only wait,
 * until all of them came too late; so those are turned away while that is still cheap. Who has more than a fair share of
 * the slots leaves the rest to others: under a flood from one client the next client still gets in.
 *
 * <p>How many can be judged in that time is measured whenever there is enough to do. Those who wait for an issuer's keys
 * compute nothing meanwhile, and count for nothing here.
 */
final class ConcurrencyLimit {
    /** The tenant of all who name no registered client. */
    static final String UNREGISTERED = "";

    private static final Duration LONGEST_QUEUE = Duration.ofMillis(30);
    private static final Duration WINDOW = Duration.ofMillis(100);
    /** However slow the server is, such as in its first seconds, nobody is turned away before. */
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
     * An limit that has seen nothing yet.
     *
     * @param most the most requests that are ever taken on at once, but for the last quarter, which is kept for tenants
     *     that have few
     * @param waiting how many of those inside wait for an issuer's keys
     */
    ConcurrencyLimit(int most, IntSupplier waiting) {
        this.most = most;
        this.waiting = waiting;
        this.slots = most;
        this.fittingBefore = most;
    }

    /** Whether there is room for anybody. */
    boolean isFarFromFull() {
        return computing() < slots / 2;
    }

    private int computing() {
        return inside.get() - waiting.getAsInt();
    }

    /** Whether a request of this tenant would be taken on now. */
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
     * Takes a request on, if there is room; then {@link #leave} must follow. Several at the same moment may find the same
     * last place: the bound is one of load and not of number.
     */
    boolean enter(String tenant) {
        if (!hasRoom(tenant)) {
            return false;
        }
        inside.incrementAndGet();
        tenants.merge(tenant, 1, Integer::sum);
        return true;
    }

    /** A request that was taken on is answered. */
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

    /** What was done while there was little to do says nothing about how much could be. */
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
