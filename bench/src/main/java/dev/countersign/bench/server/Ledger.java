package dev.countersign.bench.server;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Record of exchanges in the database of a stopped server.
 *
 * @param tokens number of tokens issued to the applications of the benchmark
 * @param tokenIds number of different token ids among them
 * @param bound number of tokens bound to a key by a proof, which was redeemed too
 * @param replayKeys number of different hashes of redeemed assertions and proofs
 * @param accepted number of audit events of accepted exchanges
 * @param replayed number of audit events of assertions refused because they had been redeemed
 */
public record Ledger(long tokens, long tokenIds, long bound, long replayKeys, long accepted, long replayed) {
    private static final String OURS = " WHERE client_id LIKE 'bench-%'";

    /** Each has one replay key. */
    private static final String FILLING =
            "SELECT COUNT(*) FROM issued_tokens WHERE client_id = '" + Filling.CLIENT_ID + "'";

    public static Ledger read(String url) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            return new Ledger(
                    count(connection, "SELECT COUNT(*) FROM issued_tokens" + OURS),
                    count(connection, "SELECT COUNT(DISTINCT token_id) FROM issued_tokens" + OURS),
                    bound(connection),
                    count(connection, "SELECT COUNT(DISTINCT hash) FROM replay_keys") - count(connection, FILLING),
                    count(connection, "SELECT COUNT(*) FROM audit_events" + OURS + " AND outcome = 'accepted'"),
                    count(connection, "SELECT COUNT(*) FROM audit_events" + OURS + " AND code = 'assertion.replayed'"));
        }
    }

    @Override
    public String toString() {
        return "on record %d tokens, %s%d replay keys, %d audit events of them"
                .formatted(tokens, bound > 0 ? bound + " of them bound, " : "", replayKeys, accepted);
    }

    /** None in a database of a version that binds no tokens. */
    private static long bound(Connection connection) throws SQLException {
        try (var columns = connection.getMetaData().getColumns(null, null, "issued_tokens", "confirmation")) {
            return columns.next()
                    ? count(connection, "SELECT COUNT(*) FROM issued_tokens" + OURS + " AND confirmation IS NOT NULL")
                    : 0;
        }
    }

    private static long count(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getLong(1);
        }
    }
}
