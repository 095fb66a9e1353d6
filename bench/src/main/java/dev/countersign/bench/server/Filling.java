package dev.countersign.bench.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Option;

/**
 * Content of a database before the measurement: additional issuers and applications, copied from registered ones, and a
 * ledger of earlier exchanges. It is written into the embedded database while no server runs.
 */
public final class Filling {
    /** The client id in rows of the ledger that are not part of the measurement. */
    static final String CLIENT_ID = "filling";

    private static final String NUMBERS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) ";

    @Option(names = "--issuers", description = "How many issuers are registered besides (default: ${DEFAULT-VALUE}).")
    private int issuers;

    @Option(
            names = "--applications",
            description = "How many applications are registered besides (default: ${DEFAULT-VALUE}).")
    private int applications;

    @Option(
            names = "--ledger-rows",
            paramLabel = "ROWS",
            description = "How many exchanges the ledger remembers from before (default: ${DEFAULT-VALUE}).")
    private int ledgerRows;

    public boolean isNothing() {
        return issuers + applications + ledgerRows == 0;
    }

    /** Description of the content; empty when there is none. */
    public Optional<String> describe() {
        return isNothing()
                ? Optional.empty()
                : Optional.of("stored besides: %d issuers, %d applications, %d exchanges in the ledger"
                        .formatted(issuers, applications, ledgerRows));
    }

    /** Fills the database of a home. */
    void fill(Path home, Instant now) throws SQLException {
        if (describe().isEmpty()) {
            return;
        }
        try (Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/countersign.db"))) {
            connection.setAutoCommit(false);
            insert(connection, issuers, """
                    INSERT INTO trusted_token_issuers (id, name, issuer, document, created_at, updated_at, version)
                    SELECT 'filling-' || i, 'filling ' || i, issuer || '/' || i,
                        replace(replace(replace(document, id, 'filling-' || i), issuer, issuer || '/' || i),
                            '"name":"' || name || '"', '"name":"filling ' || i || '"'),
                        created_at, updated_at, version
                    FROM n, (SELECT * FROM trusted_token_issuers LIMIT 1)""");
            insert(connection, applications, """
                    INSERT INTO applications (id, name, client_id, document, created_at, updated_at, version)
                    SELECT 'filling-' || i, 'filling ' || i, 'filling-' || i,
                        replace(replace(replace(document, id, 'filling-' || i), '"client_id":"' || client_id || '"',
                            '"client_id":"filling-' || i || '"'), '"name":"' || name || '"', '"name":"filling ' || i || '"'),
                        created_at, updated_at, version
                    FROM n, (SELECT * FROM applications WHERE client_id LIKE 'bench-%' LIMIT 1)""");
            insert(connection, applications, """
                    INSERT INTO application_secrets (id, application_id, hash, created_at)
                    SELECT 'filling-' || i, 'filling-' || i, randomblob(32), 0 FROM n""");
            long later = now.plusSeconds(3600).toEpochMilli();
            insert(connection, ledgerRows, """
                    INSERT INTO replay_keys_by_hash (hash, keep_until) SELECT randomblob(32), i / 8 + %d FROM n""".formatted(later));
            insert(connection, ledgerRows, """
                    INSERT INTO issued_tokens (token_id, issuer_id, subject, application_id, client_id, scope, audience,
                        issued_at, expires_at)
                    SELECT printf('00%%024d', i), 'filling', 'filling:somebody', 'filling', '%s', 'orders:read',
                        '["https://localhost"]', i / 8 + %d, i / 8 + %d FROM n""".formatted(CLIENT_ID, later, later));
            connection.commit();
        }
    }

    private static void insert(Connection connection, int rows, String insertion) throws SQLException {
        if (rows > 0) {
            try (var statement = connection.prepareStatement(NUMBERS + insertion)) {
                statement.setInt(1, rows);
                statement.executeUpdate();
            }
        }
    }
}
