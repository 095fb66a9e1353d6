package dev.countersign.bench.driver;

import dev.countersign.bench.server.Target;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Requests that start at scheduled times, whether others were answered or not, like those of independent clients.
 * Latency is measured from the scheduled time, and includes waiting because the server or the driver is behind.
 *
 * @param rate requests per second
 */
public record OpenLoop(OpenClient client, int rate) implements LoadDriver {
    private static final Duration LONGEST_DRAIN = Duration.ofMinutes(2);
    private static final double NANOS = 1e9;

    @Override
    public Driven drive(Target target, AssertionPool pool, int from, Duration time) throws InterruptedException {
        int count = count(time);
        if (from + count > pool.size()) {
            throw new IllegalStateException("There are not enough assertions; ask for a larger --pool.");
        }
        var run = new OpenRun(client, pool, from, count, System.nanoTime(), NANOS / rate);
        pace(run, count);
        return run.await(time, LONGEST_DRAIN);
    }

    /** Number of requests that start in this time. */
    int count(Duration time) {
        return Math.toIntExact(rate * time.toMillis() / 1_000);
    }

    /** Sends the requests that are due, then sleeps until the next is due. */
    private static void pace(OpenRun run, int count) {
        int sent = 0;
        while (sent < count) {
            long early = run.due(sent) - System.nanoTime();
            if (early > 0) {
                LockSupport.parkNanos(early);
                continue;
            }
            int begin = sent;
            do {
                sent++;
            } while (sent < count && run.due(sent) <= System.nanoTime());
            run.present(begin, sent);
        }
    }
}
