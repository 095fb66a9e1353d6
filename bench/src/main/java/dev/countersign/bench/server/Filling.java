package dev.countersign.bench.server;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import picocli.CommandLine.Option;

/**
 * Content of a database before the measurement: further organizations, issuers and applications, copied from registered
 * ones, and a ledger of earlier exchanges. It is written into the embedded database while no server runs.
 */
public final class Filling {
    /** The client id in rows of the ledger that are not part of the measurement. */
    static final String CLIENT_ID = "filling";

    private static final String NUMBERS =
            "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) ";

    /** Numbers with an organization each: the root, or the first of a further one is number 0, the copied record itself. */
    private static final String PLACES = """
            WITH RECURSIVE n (i) AS (SELECT %1$d UNION ALL SELECT i + 1 FROM n WHERE i < %2$d),
                o (number) AS (SELECT %3$d UNION ALL SELECT number + 1 FROM o WHERE number < %4$d),
                place (i, number, id) AS (SELECT i, number, 'filling-' || number || '-' || i FROM n, o)
            """;

    @Option(
            names = "--organizations",
            description =
                    "How many organizations there are besides the root (default: ${DEFAULT-VALUE}). The issuers and"
                            + " applications are then those of each, and the load is on the first.")
    private int organizations;

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
        return organizations + issuers + applications + ledgerRows == 0;
    }

    /** Description of the content; empty when there is none. */
    public Optional<String> describe() {
        return isNothing()
                ? Optional.empty()
                : Optional.of("stored besides: %s%d issuers, %d applications, %d exchanges in the ledger"
                        .formatted(
                                organizations == 0 ? "" : "%d organizations with each ".formatted(organizations),
                                issuers,
                                applications,
                                ledgerRows));
    }

    /** The path before those of the token endpoint and others, where the load is. */
    String path() {
        return organizations == 0 ? "" : path(1);
    }

    /** The paths of the further organizations. */
    public List<String> paths() {
        return IntStream.rangeClosed(1, organizations).mapToObj(Filling::path).toList();
    }

    private static String path(int organization) {
        return "/t/filling-" + organization;
    }

    /** Fills the database of a home. */
    void fill(Path home, Instant now) throws SQLException {
        if (isNothing()) {
            return;
        }
        try (Connection connection =
                DriverManager.getConnection("jdbc:sqlite:" + home.resolve("data/countersign.db"))) {
            connection.setAutoCommit(false);
            insert(connection, organizations, """
                    INSERT INTO organizations (number, id, slug, name, enabled, document, created_at, updated_at, version)
                    SELECT i + 1, 'filling-' || i, 'filling-' || i, 'filling ' || i, 1, '{}', 0, 0, 1 FROM n""");
            insert(connection, organizations, "INSERT INTO trust_version (id, version) SELECT i + 1, 1 FROM n");
            register(connection);
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

    /** Registers issuers and applications in the root, or in each further organization. */
    private void register(Connection connection) throws SQLException {
        copy(connection, issuers, """
                INSERT INTO trusted_token_issuers
                    (id, organization, name, issuer, document, created_at, updated_at, version)
                SELECT p.id, p.number, name || iif(p.i, ' ' || p.i, ''), issuer || iif(p.i, '/' || p.i, ''),
                    iif(p.i, replace(replace(replace(document, c.id, p.id), issuer, issuer || '/' || p.i),
                            '"name":"' || name || '"', '"name":"' || name || ' ' || p.i || '"'),
                        replace(document, c.id, p.id)),
                    created_at, updated_at, version
                FROM place AS p, (SELECT * FROM trusted_token_issuers LIMIT 1) AS c""");
        copy(connection, applications, """
                INSERT INTO applications (id, organization, name, client_id, document, created_at, updated_at, version)
                SELECT p.id, p.number, iif(p.i, p.id, name), iif(p.i, p.id, client_id),
                    iif(p.i, replace(replace(replace(document, c.id, p.id), '"client_id":"' || client_id || '"',
                            '"client_id":"' || p.id || '"'), '"name":"' || name || '"', '"name":"' || p.id || '"'),
                        replace(document, c.id, p.id)),
                    created_at, updated_at, version
                FROM place AS p, (SELECT * FROM applications WHERE client_id = 'bench-es256') AS c""");
        copy(connection, applications, """
                INSERT INTO application_secrets (id, organization, application_id, hash, created_at)
                SELECT p.id, p.number, p.id, iif(p.i, randomblob(32), hash), 0
                FROM place AS p, (SELECT hash FROM application_secrets WHERE application_id =
                    (SELECT id FROM applications WHERE organization = 1 AND client_id = 'bench-es256')) AS c""");
    }

    private void copy(Connection connection, int number, String insertion) throws SQLException {
        if (number > 0) {
            try (var statement = connection.createStatement()) {
                statement.executeUpdate(
                        organizations == 0
                                ? PLACES.formatted(1, number, 1, 1) + insertion
                                : PLACES.formatted(0, number - 1, 2, organizations + 1) + insertion);
            }
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
