package dev.countersign.server.http.token;

import dev.countersign.server.http.token.LoadShedder.Tenant;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/**
 * Limit of the token requests processed at the same time. Requests beyond what can be processed in some hundredths of a
 * second would only wait until all of them are late, so they are refused at low cost. A tenant above its fair share of
 * the slots leaves the rest to others: under a flood from one client other clients are still served,
 * and under one from many clients of an organization those of other organizations.
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
    private final AtomicInteger organizationsInside = new AtomicInteger();
    private final Map<String, Organization> organizations = new ConcurrentHashMap<>();
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

    /** The requests inside of one organization. */
    private static final class Organization {
        private final AtomicInteger inside = new AtomicInteger();
        private final Map<String, Integer> clients = new ConcurrentHashMap<>();
    }

    /** Whether less than half of the limit is in use. */
    boolean isFarFromFull() {
        return computing() < slots / 2;
    }

    private int computing() {
        return inside.get() - waiting.getAsInt();
    }

    /** Whether a request of this tenant would be admitted now. */
    boolean hasRoom(Tenant tenant) {
        int now = slots;
        int computing = computing();
        if (computing >= now / 2) {
            busy = true;
        }
        return computing < mostFor(tenant, now);
    }

    /**
     * The number of requests up to which one of this tenant is admitted. Beyond the slots there is a reserve for clients with
     * less than their fair share, and a further one for those of organizations with less than theirs.
     */
    private int mostFor(Tenant tenant, int now) {
        Organization organization = of(tenant);
        int inside = organization.inside.get();
        int organizationsNow = organizationsInside.get() + (inside == 0 ? 1 : 0);
        boolean alone = organizationsNow <= 1;
        int share = alone ? now : now / organizationsNow;
        int own = organization.clients.getOrDefault(tenant.client(), 0);
        int fair = share / Math.max(1, organization.clients.size() + (own == 0 ? 1 : 0));
        if (own >= fair || (!alone && inside >= share)) {
            return now / 2;
        }
        return now + now / 4 + (alone ? 0 : now / 8);
    }

    private Organization of(Tenant tenant) {
        return organizations.computeIfAbsent(tenant.organization(), _ -> new Organization());
    }

    /**
     * Admits a request if there is room; then {@link #leave} must follow. Concurrent calls may take the same last slot:
     * the limit bounds the load, not the exact number.
     */
    boolean enter(Tenant tenant) {
        if (!hasRoom(tenant)) {
            return false;
        }
        inside.incrementAndGet();
        Organization organization = of(tenant);
        if (organization.inside.getAndIncrement() == 0) {
            organizationsInside.incrementAndGet();
        }
        organization.clients.merge(tenant.client(), 1, Integer::sum);
        return true;
    }

    /** Reports that an admitted request was answered. */
    void leave(Tenant tenant) {
        inside.decrementAndGet();
        Organization organization = of(tenant);
        organization.clients.computeIfPresent(tenant.client(), (_, own) -> own == 1 ? null : own - 1);
        if (organization.inside.decrementAndGet() == 0) {
            organizationsInside.decrementAndGet();
        }
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
