package dev.countersign.core.keys;

import java.time.Duration;
import java.time.Instant;

/**
 * Validity of a fetched JWK set, and limits on the frequency of fetches.
 *
 * @param fresh time for which a set is used without a check; a withdrawn key is refused after this
 * @param refreshAfter the age from which a set is fetched again while it is still used
 * @param stale time for which the last good set is used when no newer one is available
 * @param coolDown shortest time between fetches caused by unknown keys
 * @param firstBackOff time without fetches after a failure; doubled by each further one
 * @param greatestBackOff upper bound of that time
 */
public record KeyLifetimes(
        Duration fresh,
        Duration refreshAfter,
        Duration stale,
        Duration coolDown,
        Duration firstBackOff,
        Duration greatestBackOff) {

    /** The lifetimes stated in the documentation. */
    public static final KeyLifetimes STANDARD = new KeyLifetimes(
            Duration.ofMinutes(5),
            Duration.ofMinutes(4),
            Duration.ofHours(24),
            Duration.ofSeconds(30),
            Duration.ofSeconds(5),
            Duration.ofSeconds(30));

    public KeyLifetimes {
        if (refreshAfter.compareTo(fresh) > 0 || fresh.compareTo(stale) > 0) {
            throw new IllegalArgumentException("a set is refreshed, then no longer fresh, then stale; in this order");
        }
        if (!firstBackOff.isPositive() || firstBackOff.compareTo(greatestBackOff) > 0) {
            throw new IllegalArgumentException("the back-off must be positive and grow");
        }
    }

    /**
     * Whether less than this time has passed since then. A moment that lies ahead (the clock was set back) is not
     * within any time: a wrong clock ends a wait or asks the issuer once more, it never prolongs trust.
     */
    static boolean within(Duration time, Instant since, Instant now) {
        return !now.isBefore(since) && now.isBefore(since.plus(time));
    }

    /** The remaining part of this time; zero when it has passed. */
    static Duration left(Duration time, Instant since, Instant now) {
        return within(time, since, now) ? Duration.between(now, since.plus(time)) : Duration.ZERO;
    }

    Duration backOffAfter(Duration before) {
        Duration doubled = before.multipliedBy(2);
        return doubled.compareTo(greatestBackOff) > 0 ? greatestBackOff : doubled;
    }
}
