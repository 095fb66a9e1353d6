package dev.countersign.server.store.ledger;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.column.Statements;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Time until which replay keys may have been deleted. It advances in the transaction that deletes them, so that an
 * assertion from before it is refused even when the clock is set back.
 */
public final class ReplayHorizon {
    public static final String SELECT = "SELECT forgotten_until FROM replay_horizon WHERE id = 1";

    private ReplayHorizon() {}

    /**
     * Returns the horizon in milliseconds since 1970.
     *
     * @param select prepared from {@link #SELECT}
     */
    public static long read(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("the table replay_horizon has lost its row");
            }
            return rows.getLong(1);
        }
    }

    /** Whether the key may have been deleted by this time, in milliseconds since 1970. */
    public static boolean covers(ReplayKey key, long forgottenUntil) {
        return ColumnTimes.ceiling(key.keepUntil()) <= forgottenUntil;
    }

    /** Advances the horizon to this time; never moves it back. */
    public static void raise(Connection connection, long forgottenUntil) throws SQLException {
        Statements.update(
                connection,
                "UPDATE replay_horizon SET forgotten_until = ? WHERE id = 1 AND forgotten_until < ?",
                forgottenUntil,
                forgottenUntil);
    }
}
