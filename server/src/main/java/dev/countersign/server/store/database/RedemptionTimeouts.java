package dev.countersign.server.store.database;

import dev.countersign.core.token.TokenLedger.Redemption;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Redemptions that wait for their outcome, with their deadlines. A timer for each would cost more than the rest of the
 * wait, and hardly any wait ends by its deadline: one thread looks at all of them at intervals.
 *
 * <p>Its figure: row {@code 64} of {@code bench load --connections 64} in {@code bench/results/load.txt}.
 */
public final class RedemptionTimeouts implements AutoCloseable {
    private static final Duration BETWEEN_CHECKS = Duration.ofMillis(50);

    private final Set<Caller> waiting = ConcurrentHashMap.newKeySet();
    private final Thread thread =
            Thread.ofPlatform().name("store-callers").daemon().unstarted(this::check);

    private record Caller(PendingRedemption redemption, long until, Redemption otherwise) {
        /** Identity: equal instances are never created. */
        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    static RedemptionTimeouts start() {
        var callers = new RedemptionTimeouts();
        callers.thread.start();
        return callers;
    }

    /**
     * Waits for the outcome, at most about this long; the first of caller and writer to finish determines the outcome.
     *
     * @throws IllegalStateException when the redemption ended in a fault
     */
    public Redemption await(PendingRedemption redemption, Duration timeLimit, Redemption otherwise) {
        var caller = new Caller(redemption, System.nanoTime() + timeLimit.toNanos(), otherwise);
        waiting.add(caller);
        try {
            return redemption.await(otherwise);
        } finally {
            waiting.remove(caller);
        }
    }

    private void check() {
        try {
            while (true) {
                Thread.sleep(BETWEEN_CHECKS);
                long now = System.nanoTime();
                for (Caller caller : waiting) {
                    if (now - caller.until() >= 0) {
                        caller.redemption().complete(caller.otherwise());
                    }
                }
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    /** Must be called when the writer has ended: callers still waiting would wait forever. */
    @Override
    public void close() {
        thread.interrupt();
        waiting.forEach(caller -> caller.redemption().complete(caller.otherwise()));
    }
}
