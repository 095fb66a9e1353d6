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
 * Queue of token events that are not in the audit yet. Under a flood refusals are rejected first: a quarter of the
 * capacity is reserved for all other events. Lost events are counted.
 */
final class EventQueue {
    static final int CAPACITY = 16_384;
    static final int MOST_WITH_REFUSALS = CAPACITY / 4 * 3;

    /** More than refusals alone can occupy. */
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

    /** Number of waiting events. */
    int size() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** Adds an entry if there is room, and returns whether it did; a rejected entry is not counted here. */
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

    /** Takes the oldest entries, immediately if there are any; otherwise waits at most this long. */
    List<AuditEntry> take(int most, Duration timeLimit) throws InterruptedException {
        lock.lock();
        try {
            long nanos = timeLimit.toNanos();
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

    /** Counts lost entries. */
    void drop(List<AuditEntry> entries) {
        entries.forEach(entry -> counter(entry.outcome()).add(entry.requests()));
    }

    /** Accepts no further entries; those waiting can still be taken. */
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

    /** Number of dropped events. */
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
