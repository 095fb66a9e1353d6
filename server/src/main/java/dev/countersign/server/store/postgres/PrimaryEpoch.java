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
 * Number of the current primary, which is the database server of all connections of this node. When a new connection
 * reaches another server, or the server no longer accepts writes, a new epoch begins, and connections of earlier epochs
 * are not used again. Otherwise writes could go to a promoted standby while reads still go to the old primary.
 */
final class PrimaryEpoch {
    private static final Logger LOG = System.getLogger(PrimaryEpoch.class.getName());

    private final Map<Connection, Long> epochs = Collections.synchronizedMap(new WeakHashMap<>());
    private volatile long current;
    private @Nullable Server server;

    /**
     * Identity of a running database server. It remains the same when a standby is promoted, and changes with a restart,
     * which closes all connections.
     *
     * @param takesWrites false for a standby, and for a primary in read-only mode
     */
    record Server(String startedAt, String address, boolean takesWrites) {
        /** Query of the row that {@link #read} takes. */
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
     * Adds a new connection to the epoch.
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
                LOG.log(Level.INFO, "The database is now another server; all connections are replaced");
                current++;
            }
            server = found;
            epochs.put(connection, current);
        }
    }

    /** Begins another epoch, because the server of this connection is no longer the primary. */
    void leave(Connection connection) {
        synchronized (this) {
            if (isCurrent(connection)) {
                LOG.log(Level.WARNING, "The database no longer accepts writes; all connections are replaced");
                current++;
                server = null;
            }
        }
    }

    /** Whether a connection of the driver leads to the server that takes writes, as far as is known. */
    boolean isCurrent(Connection connection) {
        Long epoch = epochs.get(connection);
        return epoch != null && epoch == current;
    }

    /** Number of the epoch; it increases with every epoch. */
    long number() {
        return current;
    }
}
