package dev.countersign.server.store.database;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** Work that waits for the writer, and the caller who waits for its result. */
final class PendingWork<T> {
    private final Work<T> work;
    private final Predicate<? super T> keep;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    /** @param keep whether a result is worth committing; else everything is undone */
    PendingWork(Work<T> work, Predicate<? super T> keep) {
        this.work = work;
        this.keep = keep;
    }

    /**
     * Does it in one transaction, unless nobody waits for it any more; a fault goes to the caller and the writer.
     *
     * @param busy whether a fault means that somebody else has the turn; then it is tried once more
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
            return connection.transact(work, keep);
        } catch (SQLException fault) {
            if (!busy.test(fault) || result.isDone()) {
                throw fault;
            }
            return connection.transact(work, keep);
        }
    }

    void fail(Throwable fault) {
        result.completeExceptionally(fault);
    }

    /**
     * Waits for the result.
     *
     * @throws TimeoutException when it is not there in time; the outcome is unknown
     * @throws ExecutionException with the fault that the work met
     */
    T await(Duration patience) throws TimeoutException, ExecutionException, InterruptedException {
        try {
            return result.get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException | InterruptedException givenUp) {
            result.cancel(false);
            throw givenUp;
        }
    }
}
