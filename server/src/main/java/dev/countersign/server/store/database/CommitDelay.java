package dev.countersign.server.store.database;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The pause in which a group fills. A processor that is busy has requests that are ready to run and will redeem as soon
 * as it is their turn; the commit that goes without them costs as much as the one that takes them along. So the writer
 * lets everybody who is ready now have a turn first. On an idle processor that is nobody, and the pause nothing.
 */
final class CommitDelay {
    /** When more are ready than get their turn in this time, the group is large enough. */
    private static final Duration LONGEST = Duration.ofMillis(20);

    private CommitDelay() {}

    /** Returns true once everybody who was ready to run has run, and false when the longest pause is over before. */
    static boolean await() throws InterruptedException {
        var turn = new CountDownLatch(1);
        // requests run on virtual threads, whose scheduler takes them in the order in which they became ready
        Thread.startVirtualThread(turn::countDown);
        return turn.await(LONGEST.toNanos(), TimeUnit.NANOSECONDS);
    }
}
