package dev.countersign.server.store;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The one connection that writes, opened anew after a fault. Belongs to the thread of the {@link StoreWriter}. */
final class WriteConnection implements AutoCloseable {
    private static final Logger LOG = System.getLogger(WriteConnection.class.getName());

    private final Engine engine;
    private @Nullable Connection open;

    WriteConnection(Engine engine) {
        this.engine = engine;
    }

    /**
     * Does the work in one transaction, which is on disk on return.
     *
     * @throws SQLException when it was not done, or nobody can tell
     */
    <T> T transact(Work<T> work) throws SQLException {
        return transact(work, _ -> true);
    }

    /** The same, but undoes everything when the result is not one to keep. */
    <T> T transact(Work<T> work, Predicate<? super T> keep) throws SQLException {
        Connection connection = usable();
        boolean committing = false;
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
            if (!engine.isFaultOfTheData(fault)) {
                close();
            }
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

    /**
     * Does what is one transaction by itself: a single round trip.
     *
     * @throws SQLException when it was not done, or nobody can tell
     */
    <T> T alone(Work<T> work) throws SQLException {
        try {
            return work.run(usable());
        } catch (SQLException fault) {
            if (!engine.isFaultOfTheData(fault)) {
                close();
            }
            throw fault;
        }
    }

    /** What the engine has to do now and then between two transactions. */
    void tend() throws SQLException {
        if (open != null) {
            engine.betweenTransactions(open);
        }
    }

    private Connection usable() throws SQLException {
        if (open == null) {
            open = engine.openWriter();
        } else {
            engine.verifyPresence();
        }
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
