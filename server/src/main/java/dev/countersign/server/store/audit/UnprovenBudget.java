package dev.countersign.server.store.audit;

import dev.countersign.core.audit.RefusalSummary;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.store.column.OrganizationKey;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/**
 * Budget of audit rows for unauthenticated callers. Within it a request has a row of its own; beyond it requests are
 * counted by code, and a summary row is written every {@link #SPAN}. One address can use only a part of the budget, so
 * that a flood from one network leaves room for the failures of others.
 *
 * <p>Rates are represented by the time at which a bucket will be empty again (generic cell rate algorithm), one number
 * each.
 */
final class UnprovenBudget {
    /** Rows per second for all unauthenticated callers together, on average. */
    static final int ROWS_A_SECOND = 10;

    /** Rows in a burst. */
    static final int BURST = 200;

    static final int ROWS_A_SECOND_OF_ADDRESS = 2;
    static final int BURST_OF_ADDRESS = 50;

    /** Longest period of one summary row. */
    static final Duration SPAN = Duration.ofSeconds(10);

    /** Buckets of addresses; two addresses may share one, and a random seed prevents a caller from choosing which. */
    private static final int ADDRESSES = 4_096;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final int seed = ThreadLocalRandom.current().nextInt();
    private final long[] emptyAt = new long[ADDRESSES];
    private final Map<Kind, Sum> sums = new HashMap<>();
    private final LongAdder summarized = new LongAdder();
    private long allEmptyAt;
    private long sumsSince;

    /** Key by which requests are counted. */
    private record Kind(OrganizationKey organization, Outcome outcome, Optional<RejectionCode> code) {}

    /** Requests of one kind without rows of their own. */
    private static final class Sum {
        private final CountDelta counts = new CountDelta();
        private final Instant from;
        private Instant to;
        private long count;

        Sum(Instant from) {
            this.from = from;
            this.to = from;
        }

        void add(OrganizationKey organization, TokenEvent event) {
            counts.add(organization, event);
            count++;
            if (event.at().isAfter(to)) {
                to = event.at();
            }
        }
    }

    /** @param nanoTime a monotonic clock, in nanoseconds */
    UnprovenBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        this.allEmptyAt = now;
        Arrays.fill(emptyAt, now);
    }

    /** Whether the event gets a row of its own; otherwise an event of an unauthenticated caller is counted here. */
    boolean admits(OrganizationKey organization, TokenEvent event) {
        if (!event.isOfUnprovenCaller()) {
            return true;
        }
        int bucket = Math.floorMod(network(event.remoteAddress()) ^ seed, ADDRESSES);
        long now = nanoTime.getAsLong();
        synchronized (this) {
            long ofAddress = filled(emptyAt[bucket], now, SECOND / ROWS_A_SECOND_OF_ADDRESS);
            long ofAll = filled(allEmptyAt, now, SECOND / ROWS_A_SECOND);
            if (ofAddress - now <= BURST_OF_ADDRESS * (SECOND / ROWS_A_SECOND_OF_ADDRESS)
                    && ofAll - now <= BURST * (SECOND / ROWS_A_SECOND)) {
                emptyAt[bucket] = ofAddress;
                allEmptyAt = ofAll;
                return true;
            }
            count(organization, event, now);
            return false;
        }
    }

    /** Counts an event of an unauthenticated caller that could not be stored; returns whether it was one. */
    boolean counts(OrganizationKey organization, TokenEvent event) {
        if (!event.isOfUnprovenCaller()) {
            return false;
        }
        synchronized (this) {
            count(organization, event, nanoTime.getAsLong());
            return true;
        }
    }

    private void count(OrganizationKey organization, TokenEvent event, long now) {
        if (sums.isEmpty()) {
            sumsSince = now;
        }
        sums.computeIfAbsent(new Kind(organization, event.outcome(), event.code()), _ -> new Sum(event.at()))
                .add(organization, event);
        summarized.increment();
    }

    private static long filled(long bucketEmptyAt, long now, long interval) {
        return (bucketEmptyAt - now > 0 ? bucketEmptyAt : now) + interval;
    }

    /** Returns the summaries of a period that has ended; each is returned once. */
    List<AuditEntry> due() {
        return taken(SPAN.toNanos());
    }

    /** Returns all summaries, independent of the time; each is returned once. */
    List<AuditEntry> rest() {
        return taken(0);
    }

    private synchronized List<AuditEntry> taken(long age) {
        if (sums.isEmpty() || nanoTime.getAsLong() - sumsSince < age) {
            return List.of();
        }
        List<AuditEntry> summaries = new ArrayList<>();
        sums.forEach((kind, sum) -> summaries.add(new AuditEntry.Summary(
                kind.organization(),
                new RefusalSummary(kind.outcome(), kind.code(), sum.count, sum.from, sum.to),
                sum.counts)));
        sums.clear();
        return summaries;
    }

    /** Number of requests counted without a row since the start. */
    long summarized() {
        return summarized.sum();
    }

    /** A number for the network of an address: for IPv6 the first 64 bits, which one caller usually controls. */
    private static int network(String address) {
        if (address.indexOf(':') >= 0) {
            try {
                if (InetAddress.ofLiteral(address) instanceof Inet6Address six) {
                    return Arrays.hashCode(Arrays.copyOf(six.getAddress(), Long.BYTES));
                }
            } catch (IllegalArgumentException noAddress) {
                return address.hashCode(); // a name that the transport supplied instead of an address
            }
        }
        return address.hashCode();
    }
}
