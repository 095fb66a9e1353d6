package dev.countersign.server.store.database;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The one connection that writes, opened anew after a fault. Belongs to the thread of the {@link StoreWriter}. */
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
     * Does the work in one transaction, which is on disk on return. Where the connection turns out to be lost before the commit
     * has begun, nothing was done, and the work is done once more on another one.
     *
     * @throws SQLException when it was not done, or nobody can tell
     */
    public <T> T transact(Work<T> work) throws SQLException {
        return transact(work, _ -> true);
    }

    /** The same, but undoes everything when the result is not one to keep. */
    <T> T transact(Work<T> work, Predicate<? super T> keep) throws SQLException {
        var attempt = new Attempt();
        try {
            return attempt.run(work, keep);
        } catch (SQLException fault) {
            if (attempt.committing || attempt.isOnNewConnection || !engine.isLost(fault)) {
                throw fault;
            }
            LOG.log(Level.DEBUG, "A connection was lost before anything was done on it; another one is tried", fault);
            return new Attempt().run(work, keep);
        }
    }

    /** One try of a transaction. */
    private final class Attempt {
        private boolean isOnNewConnection;
        private boolean committing;

        <T> T run(Work<T> work, Predicate<? super T> keep) throws SQLException {
            Connection connection = usable();
            isOnNewConnection = isNew;
            boolean committed = false;
            try (Statement control = connection.createStatement()) {
                control.execute(engine.begin());
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
                    // whoever did the work believes that it is done; what is remembered goes with the connection
                    close();
                } else if (!committed) {
                    rollBack();
                }
            }
        }
    }

    /**
     * Does what is one transaction by itself: a single round trip. It is done once more where the store refuses it on this
     * connection, and never where it may have been done.
     *
     * @throws SQLException when it was not done, or nobody can tell
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

    /** A fault of the data, or a lock that was not given, leaves the connection as good as it was. */
    private void giveUp(SQLException fault) throws SQLException {
        if (open != null && !engine.isFaultOfTheData(fault) && !engine.isBusy(fault)) {
            engine.givenUp(open, fault);
            close();
        }
    }

    /** What the engine has to do now and then between two transactions. */
    void tend() throws SQLException {
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
            // Some faults end the transaction by themselves. A fresh connection is right in any case.
            LOG.log(Level.DEBUG, "A transaction could not be rolled back; the connection is opened anew", alreadyOver);
            close();
        }
    }

    /** Closing a connection rolls back what it did not commit. The next transaction opens another. */
    @Override
    public void close() {
        if (open == null) {
            return;
        }
        try {
            open.close();
        } catch (SQLException fault) {
            LOG.log(Level.WARNING, "A faulty database connection did not close cleanly; it is given up", fault);
        } finally {
            open = null;
        }
    }
}
