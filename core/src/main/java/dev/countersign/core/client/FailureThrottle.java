package dev.countersign.core.client;

import dev.countersign.core.oauth.ClientId;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Slows down guessing of secrets (RFC 6749 §10.10). Failures are counted by client id and address together, so nobody
 * can lock a client out from elsewhere. After {@value #FREE_FAILURES} failures in a row each further one doubles the
 * delay, from one second to a minute; a success, or quiet for ten minutes, forgets them. Bounded in memory: the pair
 * that was quiet the longest is forgotten first.
 */
public final class FailureThrottle {
    static final int FREE_FAILURES = 10;
    static final Duration LONGEST_DELAY = Duration.ofMinutes(1);
    static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(10);
    static final int MOST_PAIRS = 100_000;

    private final Map<Pair, Failures> failures = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Pair, Failures> eldest) {
            return size() > MOST_PAIRS;
        }
    };

    /** A throttle that has seen no failure. */
    public FailureThrottle() {}

    /** How long this client at this address has to wait before its next attempt is looked at. */
    public synchronized Optional<Duration> remainingDelay(ClientId clientId, String address, Instant now) {
        Failures seen = failures.get(new Pair(clientId, address));
        if (seen == null || !now.isBefore(seen.blockedUntil())) {
            return Optional.empty();
        }
        return Optional.of(Duration.between(now, seen.blockedUntil()));
    }

    /** Counts a failure. */
    public synchronized void failed(ClientId clientId, String address, Instant now) {
        failures.compute(new Pair(clientId, address), (pair, seen) -> {
            boolean old = seen == null || Duration.between(seen.last(), now).compareTo(FORGOTTEN_AFTER) > 0;
            int count = old ? 1 : seen.count() + 1;
            return new Failures(count, now, now.plus(delay(count)));
        });
    }

    /** Forgets the failures of this client at this address. */
    public synchronized void succeeded(ClientId clientId, String address) {
        if (!failures.isEmpty()) {
            failures.remove(new Pair(clientId, address));
        }
    }

    private static Duration delay(int count) {
        int beyond = count - FREE_FAILURES;
        if (beyond < 0) {
            return Duration.ZERO;
        }
        Duration doubled = Duration.ofSeconds(1L << Math.min(beyond, 6));
        return doubled.compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : doubled;
    }

    private record Pair(ClientId clientId, String address) {}

    private record Failures(int count, Instant last, Instant blockedUntil) {}
}
