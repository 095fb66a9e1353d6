package dev.countersign.server.store.database;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Pause in which a group of redemptions fills. On a busy processor requests are ready to run that will redeem as soon
 * as they run; a commit without them costs as much as one with them, so the writer lets all that are ready now run
 * first. On an idle processor none is ready, and the pause takes no time.
 *
 * <p>Its figure: row {@code 64} of {@code bench load --connections 64} in {@code bench/results/load.txt}.
 */
final class CommitDelay {
    /** Longest delay; when more threads are ready than run in this time, the group is large enough. */
    private static final Duration LONGEST = Duration.ofMillis(20);

    private CommitDelay() {}

    /** Returns true once every thread that was ready has run, and false when the longest delay has passed before. */
    static boolean await() throws InterruptedException {
        var turn = new CountDownLatch(1);
        // requests run on virtual threads, which the scheduler runs in the order in which they became ready
        Thread.startVirtualThread(turn::countDown);
        return turn.await(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
    }
}
