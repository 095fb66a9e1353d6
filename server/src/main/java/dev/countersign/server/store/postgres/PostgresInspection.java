package dev.countersign.server.store.postgres;

import dev.countersign.server.store.column.VisibleOrganizations;
import dev.countersign.server.store.database.DataSourceOfOne;
import dev.countersign.server.store.database.StoreSettings;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/**
 * Read-only access to a shared database, to the rows of all organizations.
 *
 * @param connections source of connections that cannot write
 */
public record PostgresInspection(DataSource connections, String description) {

    /**
     * The inspection of the database with these settings.
     *
     * @throws dev.countersign.server.store.database.UnusableDatabaseException when the URL cannot be used
     */
    public static PostgresInspection of(StoreSettings settings) {
        var connections = new PostgresConnections(settings);
        DataSource source = connections.withTimeout();
        return new PostgresInspection(
                new ReadOnly(() -> {
                    Connection connection = source.getConnection();
                    boolean usable = false;
                    try {
                        connection.setReadOnly(true);
                        connections.restrict(connection, VisibleOrganizations.ALL);
                        usable = true;
                        return connection;
                    } finally {
                        if (!usable) {
                            connection.close();
                        }
                    }
                }),
                "PostgreSQL, " + connections.location());
    }

    private interface Opening {
        Connection open() throws SQLException;
    }

    private record ReadOnly(Opening opening) implements DataSourceOfOne {
        @Override
        public Connection getConnection() throws SQLException {
            return opening.open();
        }
    }
}
