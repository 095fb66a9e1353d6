package dev.countersign.core.keys;

import java.time.Duration;
import java.time.Instant;

/**
 * How long a fetched JWK set counts, and how often an issuer may be asked.
 *
 * @param fresh how long a set serves without being asked about; a withdrawn key is refused after this
 * @param refreshAfter the age from which a set is fetched anew while it still serves
 * @param stale how long the last good set serves when no newer one is to be had
 * @param coolDown how often a key that is not in the set may cause a fetch
 * @param firstBackOff how long an issuer is left alone after a failed fetch; doubles with each further one
 * @param greatestBackOff where the doubling ends
 */
public record KeyLifetimes(
        Duration fresh,
        Duration refreshAfter,
        Duration stale,
        Duration coolDown,
        Duration firstBackOff,
        Duration greatestBackOff) {

    /** The lifetimes that are promised in the documentation. */
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

    /** What is left of this time; zero when it is over. */
    static Duration left(Duration time, Instant since, Instant now) {
        return within(time, since, now) ? Duration.between(now, since.plus(time)) : Duration.ZERO;
    }

    Duration backOffAfter(Duration before) {
        Duration doubled = before.multipliedBy(2);
        return doubled.compareTo(greatestBackOff) > 0 ? greatestBackOff : doubled;
    }
}
