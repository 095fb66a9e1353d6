package dev.countersign.server.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.jwk.StoredKeySet;
import dev.countersign.core.jose.key.KeySet;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;

/** Contract for every engine: a stored key set of an earlier version is migrated to its parsed form. */
abstract class FetchedKeysContract {
    private static final String MODULUS =
            "n4EPtAOCc9AlkeQHPzHStgAbgs7bTZLwUBZdR8_KuKPEHLd4rHVTeT-O-XV2jRojdNhxJWTDvNd7nqQ0VEiZQHz_AJmSCpMaJMRBSFKrKb2wqVwGU_NsYOYL"
                    + "-QtiWN2lbzcEe6XC0dApr5ydQLrHqkHHig3RBordaZ6Aj-oBHqFEHYpPe7Tpe-OfVfHd1E6cS6M1FZcD1NNLYD5lFHpPI9bTwJlsde3uhGqC0ZCuEHg8lhzwOHr"
                    + "tIQbS0FVbb9k3-tVTU4fg_3L_vniUFAKwuCLqKnS2BYwdq_mzSnbLY7h_qixoR7jig3__kRhuaxwUkRz5iaiQkqgc5gHdrNP5zw";
    private static final String RAW = """
            {"keys": [
              {"kty": "RSA", "kid": "good", "n": "%1$s", "e": "AQAB", "x5c": ["raw"]},
              {"kty": "RSA", "kid": "leaked", "n": "%1$s", "e": "AQAB", "d": "a-private-exponent"},
              {"kty": "oct", "kid": "shared", "k": "a-shared-secret"}],
             "note": "of-their-own"}""".formatted(MODULUS);

    abstract DataSource emptyDatabase() throws SQLException;

    abstract Schema schema();

    @Test
    void onlyWhatWasReadOfASetStaysAndASetThatCannotBeReadGoes() throws SQLException {
        DataSource source = emptyDatabase();
        Flyway.configure()
                .configuration(Migrations.flyway(source, schema()).getConfiguration())
                .target("13?")
                .load()
                .migrate();
        try (Connection connection = source.getConnection()) {
            for (String id : new String[] {"i1", "i2"}) {
                execute(
                        connection,
                        "INSERT INTO trusted_token_issuers VALUES ('%1$s', '%1$s', '%1$s', '', 0, 0, 1)".formatted(id));
            }
            execute(connection, "INSERT INTO applications VALUES ('a1', 'a1', 'a1', '', 0, 0, 1)");
            store(connection, "issuer_jwks", "i1", RAW);
            store(connection, "issuer_jwks", "i2", "not a set, with a-private-exponent");
            store(connection, "application_jwks", "a1", RAW);
        }

        Migrations.run(source, schema(), "of the test");

        try (Connection connection = source.getConnection()) {
            for (String table : new String[] {"issuer_jwks", "application_jwks"}) {
                byte[] stored = stored(connection, table);
                assertThat(new String(stored, StandardCharsets.UTF_8))
                        .contains("good", "leaked")
                        .doesNotContain("a-private-exponent", "a-shared-secret", "of-their-own", "x5c");
                KeySet keys = StoredKeySet.read(stored).orElseThrow();
                assertThat(keys.keys())
                        .extracting(key -> key.keyId().orElseThrow())
                        .containsExactly("good");
                assertThat(keys.ignored()).hasSize(2).allMatch(key -> key.isSecret());
            }
        }
    }

    private static void execute(Connection connection, String sql) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static void store(Connection connection, String table, String id, String json) throws SQLException {
        try (var statement = connection.prepareStatement("INSERT INTO " + table + " VALUES (?, 'https://a', ?, 0)")) {
            statement.setString(1, id);
            statement.setBytes(2, json.getBytes(StandardCharsets.UTF_8));
            statement.executeUpdate();
        }
    }

    /** Of the only row. */
    private static byte[] stored(Connection connection, String table) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT json FROM " + table)) {
            rows.next();
            byte[] json = rows.getBytes(1);
            assertThat(rows.next()).isFalse();
            return json;
        }
    }
}
