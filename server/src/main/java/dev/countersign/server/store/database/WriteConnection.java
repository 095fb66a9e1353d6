package dev.countersign.server.store.database;

import dev.countersign.server.store.column.VisibleOrganizations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The one connection for writing, reopened after a fault. It belongs to the thread of the {@link StoreWriter}. */
public final class WriteConnection implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WriteConnection.class.getName());

    private final Engine engine;
    private @Nullable Connection open;
    private boolean isNew;
    private long usedAt;

    WriteConnection(Engine engine) {
        this.engine = engine;
    }

    /**
     * Runs the work in one transaction, which is on disk on return. If the connection is lost before the commit has
     * begun, nothing was done, and the work is run once more on another connection.
     *
     * @throws SQLException when it was not done, or the result is unknown
     */
    public <T> T transact(VisibleOrganizations visible, Work<T> work) throws SQLException {
        return transact(visible, work, _ -> true);
    }

    /** The same, but rolls back when the result is not to be kept. */
    <T> T transact(VisibleOrganizations visible, Work<T> work, Predicate<? super T> keep) throws SQLException {
        var attempt = new Attempt(visible);
        try {
            return attempt.run(work, keep);
        } catch (SQLException fault) {
            if (attempt.committing || attempt.isOnNewConnection || !engine.isLost(fault)) {
                throw fault;
            }
            LOG.log(Level.DEBUG, "A connection was lost before it was used; another one is tried", fault);
            return new Attempt(visible).run(work, keep);
        }
    }

    /** One attempt of a transaction. */
    private final class Attempt {
        private final VisibleOrganizations visible;
        private boolean isOnNewConnection;
        private boolean committing;

        private Attempt(VisibleOrganizations visible) {
            this.visible = visible;
        }

        <T> T run(Work<T> work, Predicate<? super T> keep) throws SQLException {
            Connection connection = usable();
            isOnNewConnection = isNew;
            boolean committed = false;
            try (Statement control = connection.createStatement()) {
                control.execute(engine.begin(visible));
                T result = work.run(connection);
                if (keep.test(result)) {
                    committing = true;
                    control.execute("COMMIT");
                    committed = true;
                }
                return result;
            } catch (SQLException fault) {
                giveUp(fault);
                throw fault;
            } finally {
                if (committing && !committed) {
                    // the caller assumes that the work is done; the state kept in memory is discarded with the
                    // connection
                    close();
                } else if (!committed) {
                    rollBack();
                }
            }
        }
    }

    /**
     * Runs a statement that is a transaction by itself: a single round trip. It is run once more if the store refuses
     * it on this connection, and never if it may have been executed.
     *
     * @throws SQLException when it was not done, or the result is unknown
     */
    public <T> T alone(Work<T> work) throws SQLException {
        try {
            return once(work);
        } catch (SQLException fault) {
            if (isNew || !engine.isRefused(fault)) {
                throw fault;
            }
            return once(work);
        }
    }

    private <T> T once(Work<T> work) throws SQLException {
        try {
            return work.run(usable());
        } catch (SQLException fault) {
            giveUp(fault);
            throw fault;
        }
    }

    /** Keeps the connection after a fault of the data or a lock timeout, which leave it usable. */
    private void giveUp(SQLException fault) throws SQLException {
        if (open != null && !engine.isFaultOfTheData(fault) && !engine.isBusy(fault)) {
            engine.givenUp(open, fault);
            close();
        }
    }

    /** Runs the engine's periodic maintenance between two transactions. */
    void maintain() throws SQLException {
        if (open != null) {
            engine.betweenTransactions(open);
        }
    }

    private Connection usable() throws SQLException {
        long now = System.nanoTime();
        if (open != null && !engine.isUsable(open, Duration.ofNanos(now - usedAt))) {
            close();
        }
        isNew = open == null;
        if (open == null) {
            open = engine.openWriter();
        }
        usedAt = now;
        return open;
    }

    private void rollBack() {
        if (open == null) {
            return;
        }
        try (Statement control = open.createStatement()) {
            control.execute("ROLLBACK");
        } catch (SQLException alreadyOver) {
            // Some faults end the transaction by themselves. A new connection is correct in any case.
            LOG.log(Level.DEBUG, "A transaction could not be rolled back; the connection is reopened", alreadyOver);
            close();
        }
    }

    /** Closing a connection rolls back uncommitted work. The next transaction opens another connection. */
    @Override
    public void close() {
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException fault) {
            LOG.log(Level.WARNING, "A faulty database connection did not close cleanly; it is abandoned", fault);
        } finally {
            open = null;
        }
    }
}
