package dev.countersign.bench.server;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Blocked subjects of the issuer, none of which is the subject of an assertion, in the database of a running server.
 * Servers read it with every exchange, so that rows count from the moment when they are written.
 *
 * @param url JDBC URL of the database
 */
public record BlockedRows(String url, int count) {
    /** Rows of a transaction, so that the server never waits long for one. */
    private static final int PART = 10_000;

    /** Leaves them in the database. */
    public void place() throws SQLException {
        delete();
        insert();
    }

    /** Leaves none in the database, after the same writes. */
    public void remove() throws SQLException {
        place();
        delete();
    }

    private void insert() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            String issuer = issuer(connection);
            // a transaction that has read before another one wrote could not write any more
            connection.setAutoCommit(false);
            try (var row = connection.prepareStatement("""
                    INSERT INTO blocked_subjects (id, issuer_id, subject_hash, subject, source, reason, created_at, until)
                    VALUES (?, ?, ?, ?, 'administrator', 'bench', 0, NULL)""")) {
                for (int i = 1; i <= count; i++) {
                    String id = Secrets.generateId();
                    row.setString(1, id);
                    row.setString(2, issuer);
                    row.setBytes(3, Sha256.ofUtf8(id).bytes());
                    row.setString(4, id);
                    row.addBatch();
                    if (i % PART == 0 || i == count) {
                        row.executeBatch();
                        connection.commit();
                    }
                }
            }
        }
    }

    private static String issuer(Connection connection) throws SQLException {
        try (var query = connection.createStatement();
                var rows = query.executeQuery("SELECT id FROM trusted_token_issuers")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private void delete() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.executeUpdate("DELETE FROM blocked_subjects");
        }
    }
}
