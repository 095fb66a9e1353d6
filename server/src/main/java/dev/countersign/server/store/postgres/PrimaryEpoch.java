package dev.countersign.server.store.postgres;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Epoch of the primary: the one server that all connections of this node lead to. When a connection finds another server, or
 * the server no longer takes writes, a new epoch begins, and no connection of an earlier one is used again. Without it, each
 * connection would decide for itself: writes would move to a promoted standby while reads stayed with the old primary.
 */
final class PrimaryEpoch {
    private static final Logger LOG = System.getLogger(PrimaryEpoch.class.getName());

    private final Map<Connection, Long> epochs = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile long current;
    private @Nullable Server server;

    /**
     * A running server, told apart from every other: a standby that is promoted goes on running, and a server that is
     * restarted loses its connections.
     *
     * @param takesWrites false for a standby, and for a primary that was set to read only
     */
    record Server(String startedAt, String address, boolean takesWrites) {
        /** One row of the columns that {@link #read} takes. */
        static final String SELECT = "SELECT pg_postmaster_start_time()::text,"
                + " coalesce(inet_server_addr()::text, '') || ' ' || coalesce(inet_server_port(), 0),"
                + " NOT (pg_is_in_recovery() OR current_setting('transaction_read_only')::boolean)";

        static Server read(Connection connection) throws SQLException {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(SELECT)) {
                if (!rows.next()) {
                    throw new SQLException("the database does not say which server it is");
                }
                return new Server(rows.getString(1), rows.getString(2), rows.getBoolean(3));
            }
        }
    }

    /**
     * Takes a new connection in.
     *
     * @throws SQLTransientConnectionException when it leads to a server that takes no writes
     */
    void join(Connection connection, Server found) throws SQLException {
        if (!found.takesWrites()) {
            throw new SQLTransientConnectionException(
                    "the server takes no writes; it is a standby, or set to read only");
        }
        synchronized (this) {
            if (server != null && !server.startedAt().equals(found.startedAt())) {
                LOG.log(Level.INFO, "The database is another server now; every connection is made anew");
                current++;
            }
            server = found;
            epochs.put(connection, current);
        }
    }

    /** Begins another epoch, because the server of this connection is not the primary any more. */
    void leave(Connection connection) {
        synchronized (this) {
            if (isCurrent(connection)) {
                LOG.log(Level.WARNING, "The database takes no writes any more; every connection is made anew");
                current++;
                server = null;
            }
        }
    }

    /** Whether a connection, as the driver made it, leads to the server that takes writes, as far as is known. */
    boolean isCurrent(Connection connection) {
        Long epoch = epochs.get(connection);
        return epoch != null && epoch == current;
    }

    /** Grows with every epoch. */
    long number() {
        return current;
    }
}
