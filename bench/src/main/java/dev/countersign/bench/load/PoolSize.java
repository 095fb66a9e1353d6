package dev.countersign.bench.load;

import dev.countersign.bench.machine.Processors;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Number of assertions that closed loops can present to one server, computed before the measurement: the duration of
 * its load, at a rate that no server reaches. An exchange takes at least the time of its cryptography and {@link
 * #BESIDE}.
 *
 * @param longestLife total load time of the server with the longest one, including warm-up
 * @param processors of the server
 */
record PoolSize(Duration longestLife, int processors) {
    /** Time of an exchange in addition to its cryptography; on the machine of the results it takes more than 100 µs. */
    private static final Duration BESIDE = Duration.ofNanos(40_000);

    private static final double NANOS = 1e9;

    /** Computes it for a server with this many turns in each round. */
    static PoolSize of(CommonOptions options, int turns, int processors) {
        return new PoolSize(
                options.warmUpTime().plus(options.time().multipliedBy((long) options.runs * turns)), processors);
    }

    /** @param limit verifications and signatures of a processor per second */
    long atMost(double limit) {
        double rate = processors * NANOS / (NANOS / limit + BESIDE.toNanos());
        return Math.ceilDiv((long) (rate * longestLife.toMillis()), 1000) + 1;
    }

    /**
     * Increases the pool size in these options to that number, if it is smaller, by measuring the cryptographic limit.
     *
     * @param algorithms algorithms of the access tokens
     */
    void ensure(CommonOptions options, List<Algorithm> algorithms, Processors where, Clock clock)
            throws IOException, InterruptedException {
        for (var algorithm : algorithms) {
            var limit = new CryptoLimit(algorithm, clock);
            limit.measure(where);
            options.pool = Math.clamp(atMost(limit.rate().greatest()), options.pool, Integer.MAX_VALUE);
        }
        // a million assertions take minutes to sign
        where.useAll();
    }
}
