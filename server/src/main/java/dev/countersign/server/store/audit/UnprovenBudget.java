package dev.countersign.server.store.audit;

import dev.countersign.core.audit.RefusalSummary;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.rejection.RejectionCode;
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
 * Budget of audit rows for callers that proved nothing. Within it a request has a row of its own; beyond it requests are
 * counted by code, and a summary row every {@link #SPAN} says how many of what there were. One address has a part of the
 * budget only, so that a flood from one place leaves room for the failures of others.
 *
 * <p>Rates are kept as the moment at which a bucket will be empty again (generic cell rate algorithm), one number each.
 */
final class UnprovenBudget {
    /** Rows a second for all unproven callers together, over any longer time. */
    static final int ROWS_A_SECOND = 10;

    /** Rows that may come at once. */
    static final int BURST = 200;

    static final int ROWS_A_SECOND_OF_ADDRESS = 2;
    static final int BURST_OF_ADDRESS = 50;

    /** Longest time that one summary row covers. */
    static final Duration SPAN = Duration.ofSeconds(10);

    /** Buckets of addresses; two addresses may share one, and a seed keeps a caller from choosing which. */
    private static final int ADDRESSES = 4_096;

    private static final long SECOND = Duration.ofSeconds(1).toNanos();

    private final LongSupplier nanoTime;
    private final int seed = ThreadLocalRandom.current().nextInt();
    private final long[] emptyAt = new long[ADDRESSES];
    private final Map<Kind, Sum> sums = new HashMap<>();
    private final LongAdder summarized = new LongAdder();
    private long allEmptyAt;
    private long sumsSince;

    /** What requests are counted by. */
    private record Kind(Outcome outcome, Optional<RejectionCode> code) {}

    /** Requests of one kind that have no row. */
    private static final class Sum {
        private final CountDelta counts = new CountDelta();
        private final Instant from;
        private Instant to;
        private long count;

        Sum(Instant from) {
            this.from = from;
            this.to = from;
        }

        void add(TokenEvent event) {
            counts.add(event);
            count++;
            if (event.at().isAfter(to)) {
                to = event.at();
            }
        }
    }

    /** @param nanoTime a clock that only moves forward, in nanoseconds */
    UnprovenBudget(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        long now = nanoTime.getAsLong();
        this.allEmptyAt = now;
        Arrays.fill(emptyAt, now);
    }

    /** Whether the event has a row of its own; an event of an unproven caller beyond the budget is counted here instead. */
    boolean admits(TokenEvent event) {
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
            count(event, now);
            return false;
        }
    }

    /** Counts an event of an unproven caller that could not be kept; says whether it was one. */
    boolean counts(TokenEvent event) {
        if (!event.isOfUnprovenCaller()) {
            return false;
        }
        synchronized (this) {
            count(event, nanoTime.getAsLong());
            return true;
        }
    }

    private void count(TokenEvent event, long now) {
        if (sums.isEmpty()) {
            sumsSince = now;
        }
        sums.computeIfAbsent(new Kind(event.outcome(), event.code()), _ -> new Sum(event.at()))
                .add(event);
        summarized.increment();
    }

    private static long filled(long bucketEmptyAt, long now, long interval) {
        return (bucketEmptyAt - now > 0 ? bucketEmptyAt : now) + interval;
    }

    /** Summaries of what was counted, when its time is over; they are given once. */
    List<AuditEntry> due() {
        return taken(SPAN.toNanos());
    }

    /** All summaries, whatever the time; they are given once. */
    List<AuditEntry> rest() {
        return taken(0);
    }

    private synchronized List<AuditEntry> taken(long age) {
        if (sums.isEmpty() || nanoTime.getAsLong() - sumsSince < age) {
            return List.of();
        }
        List<AuditEntry> summaries = new ArrayList<>();
        sums.forEach((kind, sum) -> summaries.add(new AuditEntry.Summary(
                new RefusalSummary(kind.outcome(), kind.code(), sum.count, sum.from, sum.to), sum.counts)));
        sums.clear();
        return summaries;
    }

    /** How many requests were counted in place of having a row, since the start. */
    long summarized() {
        return summarized.sum();
    }

    /** A number for the network of an address: of IPv6 the first 64 bits, which one caller has all of. */
    private static int network(String address) {
        if (address.indexOf(':') >= 0) {
            try {
                if (InetAddress.ofLiteral(address) instanceof Inet6Address six) {
                    return Arrays.hashCode(Arrays.copyOf(six.getAddress(), Long.BYTES));
                }
            } catch (IllegalArgumentException noAddress) {
                return address.hashCode(); // a name that a transport gives in place of an address
            }
        }
        return address.hashCode();
    }
}
