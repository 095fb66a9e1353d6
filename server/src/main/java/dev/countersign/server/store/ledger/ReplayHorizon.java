package dev.countersign.server.store.ledger;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.server.store.column.ColumnTimes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * The moment until which replay keys may have been forgotten. It moves in the transaction that forgets them, so an
 * assertion from before it is refused even when the clock is set back.
 */
public final class ReplayHorizon {
    public static final String SELECT = "SELECT forgotten_until FROM replay_horizon WHERE id = 1";

    private ReplayHorizon() {}

    /**
     * The horizon in milliseconds since 1970.
     *
     * @param select prepared of {@link #SELECT}
     */
    public static long read(PreparedStatement select) throws SQLException {
        try (var rows = select.executeQuery()) {
            if (!rows.next()) {
                throw new SQLException("the table replay_horizon has lost its row");
            }
            return rows.getLong(1);
        }
    }

    /** Whether the key may have been forgotten by this moment, in milliseconds since 1970. */
    public static boolean covers(ReplayKey key, long forgottenUntil) {
        return ColumnTimes.ceiling(key.keepUntil()) <= forgottenUntil;
    }

    /** Moves it forward to this moment; never back. */
    public static void raise(Connection connection, long forgottenUntil) throws SQLException {
        try (var statement = connection.prepareStatement(
                "UPDATE replay_horizon SET forgotten_until = ? WHERE id = 1 AND forgotten_until < ?")) {
            statement.setLong(1, forgottenUntil);
            statement.setLong(2, forgottenUntil);
            statement.executeUpdate();
        }
    }
}
