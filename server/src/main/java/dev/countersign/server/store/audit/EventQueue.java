package dev.countersign.server.store.audit;

import dev.countersign.core.audit.TokenEvent.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Queue of the token events that are not in the audit yet. Under a flood refusals find no place first: a quarter of the
 * places is kept for everything else. What is lost is counted.
 */
final class EventQueue {
    static final int CAPACITY = 16_384;
    static final int MOST_WITH_REFUSALS = CAPACITY / 4 * 3;

    /** More than refusals alone can be. */
    static final int ALMOST_FULL = CAPACITY / 8 * 7;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition filled = lock.newCondition();
    private final Deque<AuditEntry> waiting = new ArrayDeque<>();
    private final Map<Outcome, LongAdder> dropped = new EnumMap<>(Outcome.class);
    private boolean closed;

    EventQueue() {
        for (Outcome outcome : Outcome.values()) {
            dropped.put(outcome, new LongAdder());
        }
    }

    /** How many events wait. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Whether there was a place for the entry; what had none is not counted here. */
    boolean offer(AuditEntry entry) {
        int most = entry.outcome() == Outcome.REFUSED ? MOST_WITH_REFUSALS : CAPACITY;
        lock.lock();
        try {
            if (closed || waiting.size() >= most) {
                return false;
            }
            waiting.add(entry);
            filled.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Takes the oldest, at once; waits this long at most when there is none. */
    List<AuditEntry> take(int most, Duration patience) throws InterruptedException {
        lock.lock();
        try {
            long nanos = patience.toNanos();
            while (!closed && waiting.isEmpty() && nanos > 0) {
                nanos = filled.awaitNanos(nanos);
            }
            List<AuditEntry> taken = new ArrayList<>(Math.min(most, waiting.size()));
            while (taken.size() < most && !waiting.isEmpty()) {
                taken.add(waiting.remove());
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Counts entries that are lost. */
    void drop(List<AuditEntry> entries) {
        entries.forEach(entry -> counter(entry.outcome()).add(entry.requests()));
    }

    /** Takes nothing more; what waits can still be taken. */
    void close() {
        lock.lock();
        try {
            closed = true;
            filled.signal();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** How many were dropped so far. */
    long dropped(Outcome outcome) {
        return counter(outcome).sum();
    }

    private LongAdder counter(Outcome outcome) {
        LongAdder counter = dropped.get(outcome);
        if (counter == null) {
            throw new IllegalStateException("no counter for " + outcome);
        }
        return counter;
    }
}
