package dev.countersign.server.store;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** What waits for the writer: redemptions, which go first, and everything else. Both are bounded. */
final class WriteQueue {
    /** Redemptions that may wait; more would only wait longer than their callers do. */
    static final int MOST_REDEMPTIONS = 4096;

    private static final int LARGEST_GROUP = 512;
    private static final int MOST_OTHERS = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<PendingRedemption> redemptions = new ArrayDeque<>();
    private final Deque<PendingWork<?>> others = new ArrayDeque<>();
    private boolean closed;

    /** What became of an offer. */
    enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    /** What the writer does next: a group, and then one other piece of work at most, so that neither starves. */
    record Turn(List<PendingRedemption> group, @Nullable PendingWork<?> other, boolean last) {}

    Offer offer(PendingRedemption redemption) {
        return offer(redemptions, redemption, MOST_REDEMPTIONS);
    }

    Offer offer(PendingWork<?> work) {
        return offer(others, work, MOST_OTHERS);
    }

    /** How many redemptions wait. */
    int redemptionsWaiting() {
        lock.lock();
        try {
            return redemptions.size();
        } finally {
            lock.unlock();
        }
    }

    private <E> Offer offer(Deque<E> queue, E element, int most) {
        lock.lock();
        try {
            if (closed) {
                return Offer.CLOSED;
            }
            if (queue.size() >= most) {
                return Offer.FULL;
            }
            queue.add(element);
            filled.signal();
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Takes what waits, at once; waits this long at most when there is nothing. */
    Turn take(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (!closed && redemptions.isEmpty() && others.isEmpty() && nanos > 0) {
                nanos = filled.awaitNanos(nanos);
            }
            List<PendingRedemption> group = new ArrayList<>(Math.min(redemptions.size(), LARGEST_GROUP));
            while (group.size() < LARGEST_GROUP && !redemptions.isEmpty()) {
                group.add(redemptions.remove());
            }
            PendingWork<?> other = others.poll();
            return new Turn(group, other, closed && redemptions.isEmpty() && others.isEmpty());
        } finally {
            lock.unlock();
        }
    }

    /** Takes nothing more; what waits already is still done. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }
}
