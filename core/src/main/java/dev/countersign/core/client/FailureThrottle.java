package dev.countersign.core.client;

import dev.countersign.core.jose.key.Sha256;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Throttle against guessing of secrets (RFC 6749 §10.10). Failures are counted by name (a client id, a user name) and
 * address together, so that a client cannot be locked out from another address. After some free consecutive failures
 * each further one doubles the delay, from one second to a minute; a success, or ten minutes without failures, resets
 * them. Memory is bounded: the pair that failed least recently is dropped first. The addresses of one IPv6 network of
 * 64 bits count as one.
 */
public final class FailureThrottle {
    /** Free failures of a client, because a program with a wrong secret repeats it. */
    public static final int FREE_FAILURES = 10;

    public static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    static final int MOST_PAIRS = 100_000;
    private static final int GROUPS_OF_NETWORK = 4;

    private final Map<Sha256, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Sha256, Failures> eldest) {
            return size() > MOST_PAIRS;
        }
    };

    private final int freeFailures;
    private final Duration longestDelay;
    private final FailureListener listener;

    /** Creates a throttle for clients. */
    public FailureThrottle() {
        this(FREE_FAILURES);
    }

    /**
     * Creates a throttle.
     *
     * @param freeFailures number of the first failure that causes a delay
     */
    public FailureThrottle(int freeFailures) {
        this(freeFailures, LONGEST_DELAY, FailureListener.NONE);
    }

    /**
     * Creates a throttle that notifies other nodes.
     *
     * @param longestDelay longest delay of one failure
     */
    public FailureThrottle(int freeFailures, Duration longestDelay, FailureListener listener) {
        this.freeFailures = freeFailures;
        this.longestDelay = longestDelay;
        this.listener = listener;
    }

    /** Time until the next attempt with this name from this address is checked. */
    public synchronized Optional<Duration> remainingDelay(String name, String address, Instant now) {
        Failures seen = failures.get(pair(name, address));
        if (seen == null || !now.isBefore(seen.blockedUntil())) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(now, seen.blockedUntil()));
    }

    /**
     * Counts an attempt as a failure before it is checked, so that concurrent attempts cannot all be the first; or
     * returns the remaining delay without counting it. {@link #succeeded} resets all failures, {@link #takeBack} this
     * one only.
     */
    public Optional<Duration> reserve(String name, String address, Instant now) {
        Sha256 pair = pair(name, address);
        synchronized (this) {
            Failures seen = failures.get(pair);
            if (seen != null && now.isBefore(seen.blockedUntil())) {
                return Optional.of(Duration.between(now, seen.blockedUntil()));
            }
            failedElsewhere(pair, now);
        }
        listener.failed(pair);
        return Optional.empty();
    }

    /** Removes a reserved attempt from the count; notifications sent to other nodes remain valid. */
    public synchronized void takeBack(String name, String address) {
        failures.computeIfPresent(
                pair(name, address),
                (_, seen) -> seen.count() == 1 ? null : new Failures(seen.count() - 1, seen.last(), seen.last()));
    }

    /** Counts a failure. */
    public void failed(String name, String address, Instant now) {
        Sha256 pair = pair(name, address);
        failedElsewhere(pair, now);
        listener.failed(pair);
    }

    /** Counts a failure reported by another node. */
    public synchronized void failedElsewhere(Sha256 pair, Instant now) {
        failures.compute(pair, (_, seen) -> {
            boolean old = seen == null || Duration.between(seen.last(), now).compareTo(FORGOTTEN_AFTER) > 0;
            int count = old ? 1 : seen.count() + 1;
            return new Failures(count, now, now.plus(delay(count)));
        });
    }

    /** Resets the failures of this name at this address. */
    public void succeeded(String name, String address) {
        if (hasFailures()) {
            Sha256 pair = pair(name, address);
            if (succeededElsewhere(pair)) {
                listener.succeeded(pair);
            }
        }
    }

    private synchronized boolean hasFailures() {
        return !failures.isEmpty();
    }

    /** Resets the failures of a pair that succeeded at another node; returns whether there were any. */
    public synchronized boolean succeededElsewhere(Sha256 pair) {
        return failures.remove(pair) != null;
    }

    private Duration delay(int count) {
        int beyond = count - freeFailures;
        if (beyond < 0) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(beyond, 6));
        return doubled.compareTo(longestDelay) > 0 ? longestDelay : doubled;
    }

    /** Has a fixed size for any input: the memory is bounded in bytes, not only in pairs. */
    private static Sha256 pair(String name, String address) {
        return Sha256.ofUtf8(network(address) + ' ' + name);
    }

    /** The first 64 bits of an IPv6 address: the rest is chosen by the caller (RFC 4291 §2.5.4). */
    private static String network(String address) {
        int end = -1;
        for (int group = 0; group < GROUPS_OF_NETWORK; group++) {
            end = address.indexOf(':', end + 1);
            if (end < 0) {
                return address;
            }
        }
        return address.substring(0, end);
    }

    private record Failures(int count, Instant last, Instant blockedUntil) {}
}
