package dev.countersign.bench.server;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Blocked subjects of the issuer, none of which is the subject of an assertion, in the database of a running server.
 * Servers read it with every exchange, so that rows count from the moment when they are written. For a run without them they
 * are rows of another table of the same form: otherwise that run would find free pages, and the other one a larger file.
 *
 * @param url JDBC URL of the database
 */
public record BlockedRows(String url, int count) {
    /** Rows of a transaction, so that the server never waits long for one. */
    private static final int PART = 10_000;

    private static final String TABLE = "blocked_subjects";
    private static final String ASIDE = "bench_aside";

    /** Leaves them in the database. */
    public void place() throws SQLException {
        leave(TABLE);
    }

    /** Leaves none in the database, after the same writes. */
    public void remove() throws SQLException {
        leave(ASIDE);
    }

    private void leave(String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.executeUpdate(definition(connection));
            statement.executeUpdate("DELETE FROM " + TABLE);
            statement.executeUpdate("DELETE FROM " + ASIDE);
        }
        insert(table);
    }

    /** The statement that creates the other table, unless it exists. */
    private static String definition(Connection connection) throws SQLException {
        if (connection.getMetaData().getDatabaseProductName().equals("PostgreSQL")) {
            return "CREATE TABLE IF NOT EXISTS " + ASIDE + " (LIKE " + TABLE + " INCLUDING ALL)";
        }
        try (var query =
                connection.prepareStatement("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = ?")) {
            query.setString(1, TABLE);
            try (var rows = query.executeQuery()) {
                rows.next();
                return rows.getString(1)
                        .replaceFirst("(?i)CREATE TABLE \"?" + TABLE + "\"?", "CREATE TABLE IF NOT EXISTS " + ASIDE);
            }
        }
    }

    private void insert(String table) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url)) {
            String issuer = issuer(connection);
            // a transaction that has read before another one wrote could not write any more
            connection.setAutoCommit(false);
            try (var row = connection.prepareStatement("INSERT INTO " + table + """
                     (id, issuer_id, subject_hash, subject, source, reason, created_at, until)
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
}
