package dev.countersign.bench.load;

import dev.countersign.bench.machine.Processors;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * Number of assertions that closed loops can present to one server, known before anything is measured: the time that it is under
 * load, at a rate that no server reaches. An exchange takes the cryptography that it consists of and {@link #BESIDE} at least.
 *
 * @param longestLife how long the server that gets most is under load in all, warm-up included
 * @param processors of the server
 */
record PoolSize(Duration longestLife, int processors) {
    /** What an exchange takes beside its cryptography; on the machine of the results it takes more than 100 µs. */
    private static final Duration BESIDE = Duration.ofNanos(40_000);

    private static final double NANOS = 1e9;

    /** Where a server has this many turns in each round. */
    static PoolSize of(CommonOptions options, int turns, int processors) {
        return new PoolSize(
                options.warmUpTime().plus(options.time().multipliedBy((long) options.runs * turns)), processors);
    }

    /** @param limit how often in a second a processor can verify an assertion and sign a token */
    long atMost(double limit) {
        double rate = processors * NANOS / (NANOS / limit + BESIDE.toNanos());
        return Math.ceilDiv((long) (rate * longestLife.toMillis()), 1000) + 1;
    }

    /**
     * Makes the pool of these options as large as that, if it is to be smaller, by measuring what cryptography allows.
     *
     * @param algorithms those of the access tokens
     */
    void ensure(CommonOptions options, List<Algorithm> algorithms, Processors where, Clock clock)
            throws IOException, InterruptedException {
        for (var algorithm : algorithms) {
            var limit = new CryptoLimit(algorithm, clock);
            limit.measure(where);
            options.pool = Math.clamp(atMost(limit.rate().greatest()), options.pool, Integer.MAX_VALUE);
        }
    }
}
