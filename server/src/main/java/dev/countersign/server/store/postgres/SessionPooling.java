package dev.countersign.server.store.postgres;

import dev.countersign.core.jose.signing.Secrets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;

/**
 * Check that a connection is a session. A pooler that assigns another session to each transaction (PgBouncer's {@code
 * pool_mode=transaction}) would lose the settings of the connection and its notifications.
 */
final class SessionPooling {
    private static final String SETTING = "countersign.session";

    private SessionPooling() {}

    /** Whether each connection of the source keeps one session from beginning to end. */
    static boolean isKept(DataSource source) throws SQLException {
        try (Connection one = source.getConnection()) {
            if (isDirect(one)) {
                return true;
            }
            String mark = Secrets.generateId();
            ask(one, "SELECT set_config('" + SETTING + "', '" + mark + "', false)");
            try (Connection other = source.getConnection()) {
                // holds the session that the pooler would otherwise assign to the first connection again
                other.setAutoCommit(false);
                boolean leaked = mark.equals(ask(other, "SELECT current_setting('" + SETTING + "', true)"));
                boolean kept =
                        !leaked && Objects.equals(mark, ask(one, "SELECT current_setting('" + SETTING + "', true)"));
                other.rollback();
                return kept;
            }
        }
    }

    /** Whether the connection leads directly to the process that answers, without a pooler. */
    private static boolean isDirect(Connection connection) throws SQLException {
        int announced = connection.unwrap(PGConnection.class).getBackendPID();
        return String.valueOf(announced).equals(ask(connection, "SELECT pg_backend_pid()"));
    }

    private static @Nullable String ask(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : null;
        }
    }
}
