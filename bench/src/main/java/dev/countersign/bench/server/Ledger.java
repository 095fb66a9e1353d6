package dev.countersign.bench.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Record of exchanges in the database of a stopped server.
 *
 * @param tokens number of tokens issued to the applications of the benchmark
 * @param tokenIds number of different token ids among them
 * @param replayKeys number of different hashes of redeemed assertions
 * @param accepted number of audit events of accepted exchanges
 * @param replayed number of audit events of assertions refused because they had been redeemed
 */
public record Ledger(long tokens, long tokenIds, long replayKeys, long accepted, long replayed) {
    private static final String OURS = " WHERE client_id LIKE 'bench-%'";

    /** Each has one replay key. */
    private static final String FILLING =
            "SELECT COUNT(*) FROM issued_tokens WHERE client_id = '" + Filling.CLIENT_ID + "'";

    public static Ledger read(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return new Ledger(
                    count(connection, "SELECT COUNT(*) FROM issued_tokens" + OURS),
                    count(connection, "SELECT COUNT(DISTINCT token_id) FROM issued_tokens" + OURS),
                    count(connection, "SELECT COUNT(DISTINCT hash) FROM replay_keys") - count(connection, FILLING),
                    count(connection, "SELECT COUNT(*) FROM audit_events" + OURS + " AND outcome = 'accepted'"),
                    count(connection, "SELECT COUNT(*) FROM audit_events" + OURS + " AND code = 'assertion.replayed'"));
        }
    }

    @Override
    public String toString() {
        return "on record %d tokens, %d replay keys, %d audit events of them".formatted(tokens, replayKeys, accepted);
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
