package dev.countersign.server.store.database;

import dev.countersign.server.store.column.VisibleOrganizations;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Work waiting for the writer, and the caller waiting for its result. */
final class PendingWork<T> {
    private final VisibleOrganizations visible;
    private final Work<T> work;
    private final Predicate<? super T> keep;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** @param keep whether a result is to be committed; otherwise the transaction is rolled back */
    PendingWork(VisibleOrganizations visible, Work<T> work, Predicate<? super T> keep) {
        this.visible = visible;
        this.work = work;
        this.keep = keep;
    }

    /**
     * Runs the work in one transaction, unless its caller has stopped waiting; a fault is reported to the caller and
     * the writer.
     *
     * @param busy whether a fault means that another node holds the lock; then the work is tried once more
     */
    void run(WriteConnection connection, Predicate<SQLException> busy) throws SQLException {
        if (result.isDone()) {
            return;
        }
        try {
            result.complete(attempt(connection, busy));
        } catch (SQLException | RuntimeException fault) {
            result.completeExceptionally(fault);
            throw fault;
        }
    }

    private T attempt(WriteConnection connection, Predicate<SQLException> busy) throws SQLException {
        try {
            return connection.transact(visible, work, keep);
        } catch (SQLException fault) {
            if (!busy.test(fault) || result.isDone()) {
                throw fault;
            }
            return connection.transact(visible, work, keep);
        }
    }

    /**
     * Waits for the result.
     *
     * @throws TimeoutException when it is not available in time; the outcome is unknown
     * @throws ExecutionException with the fault of the work
     */
    T await(Duration timeLimit) throws TimeoutException, ExecutionException, InterruptedException {
        try {
            return result.get(timeLimit.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException givenUp) {
            result.cancel(false);
            throw givenUp;
        }
    }
}
