package dev.countersign.server.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Contract of the migration that gives refresh tokens and their access tokens the {@code sub} of their assertion. */
abstract class IssuerSubjectContract {
    abstract DataSource emptyDatabase() throws SQLException;

    abstract Schema schema();

    @Test
    void familiesAndTheirAccessTokensGetTheSubOfTheAssertion() throws SQLException {
        DataSource source = emptyDatabase();
        Flyway.configure()
                .configuration(Migrations.flyway(source, schema()).getConfiguration())
                .target("15")
                .load()
                .migrate();
        try (Connection connection = source.getConnection()) {
            family(connection, "f-1", "{\"iss\":\"urn:p\",\"sub\":\"alice\",\"note\":\"a \\\\u0000 \\\"\"}");
            family(connection, "f-2", "{\"iss\":\"urn:p\"}");
            token(connection, "t-1", "'f-1'");
            token(connection, "t-2", "'f-2'");
            token(connection, "t-3", "NULL");
        }

        Migrations.run(source, schema(), "of the test");

        try (Connection connection = source.getConnection()) {
            assertThat(subjects(connection, "refresh_families", "id"))
                    .containsEntry("f-1", "alice")
                    .containsEntry("f-2", null);
            assertThat(subjects(connection, "issued_tokens", "token_id"))
                    .containsEntry("t-1", "alice")
                    .containsEntry("t-2", null)
                    .containsEntry("t-3", null);
        }
    }

    private static void family(Connection connection, String id, String claims) throws SQLException {
        execute(
                connection,
                "INSERT INTO refresh_families (id, issuer_id, subject, application_id, client_id, scope, audience, resource,"
                        + " claims, issued_at, expires_at) VALUES ('" + id
                        + "', 'i', 's', 'a', 'c', '', '[]', '[]', '" + claims + "', 0, 1)");
    }

    private static void token(Connection connection, String id, String family) throws SQLException {
        execute(
                connection,
                "INSERT INTO issued_tokens (token_id, issuer_id, subject, application_id, client_id, scope, audience,"
                        + " issued_at, expires_at, family_id) VALUES ('" + id
                        + "', 'i', 's', 'a', 'c', '', '[]', 0, 1, " + family + ")");
    }

    private static Map<String, String> subjects(Connection connection, String table, String id) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT " + id + ", issuer_subject FROM " + table)) {
            var found = new HashMap<String, String>();
            while (rows.next()) {
                found.put(rows.getString(1), rows.getString(2));
            }
            return found;
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
