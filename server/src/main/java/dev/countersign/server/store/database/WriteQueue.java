package dev.countersign.server.store.database;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Queue of the writer: redemptions, which have priority, and other work. Both parts are bounded. */
public final class WriteQueue {
    /** Largest number of waiting redemptions; further ones would wait longer than their callers. */
    public static final int MOST_REDEMPTIONS = 4096;

    private static final int LARGEST_GROUP = 512;
    private static final int MOST_OTHERS = 256;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<PendingRedemption> redemptions = new ArrayDeque<>();
    private final Deque<PendingWork<?>> others = new ArrayDeque<>();
    private boolean closed;

    /** Result of adding to the queue. */
    public enum Offer {
        TAKEN,
        FULL,
        CLOSED
    }

    /** Part of the queue that a thread serves. */
    enum Share {
        REDEMPTIONS(true, false),
        OTHERS(false, true),
        ALL(true, true);

        private final boolean redemptions;
        private final boolean others;

        Share(boolean redemptions, boolean others) {
            this.redemptions = redemptions;
            this.others = others;
        }
    }

    /** Next work of the writer: a group of redemptions and at most one other piece of work, so that neither starves. */
    record Turn(List<PendingRedemption> group, @Nullable PendingWork<?> other, boolean last) {}

    Offer offer(PendingRedemption redemption) {
        return offer(redemptions, redemption, MOST_REDEMPTIONS);
    }

    Offer offer(PendingWork<?> work) {
        return offer(others, work, MOST_OTHERS);
    }

    /** Number of waiting redemptions. */
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
            filled.signalAll();
            return Offer.TAKEN;
        } finally {
            lock.unlock();
        }
    }

    /** Waits at most this long for work of a share; returns whether it includes redemptions. */
    boolean awaitRedemptions(Share share, Duration timeLimit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = timeLimit.toNanos();
            while (!closed && isEmpty(share) && nanos > 0) {
                nanos = filled.awaitNanos(nanos);
            }
            return share.redemptions && !redemptions.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /** Takes the available work of a share. */
    Turn take(Share share) {
        lock.lock();
        try {
            List<PendingRedemption> group = new ArrayList<>(Math.min(redemptions.size(), LARGEST_GROUP));
            while (share.redemptions && group.size() < LARGEST_GROUP && !redemptions.isEmpty()) {
                group.add(redemptions.remove());
            }
            PendingWork<?> other = share.others ? others.poll() : null;
            return new Turn(group, other, closed && isEmpty(share));
        } finally {
            lock.unlock();
        }
    }

    private boolean isEmpty(Share share) {
        return (!share.redemptions || redemptions.isEmpty()) && (!share.others || others.isEmpty());
    }

    /** Accepts no further work; the waiting work is still done. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
