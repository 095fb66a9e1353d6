package dev.countersign.server.store.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.column.Statements;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

class SqliteOrganizationMigrationTest extends OrganizationMigrationContract {
    @TempDir
    private Path folder;

    /** With the same settings as the server's, so that dropping a table deletes what refers to it. */
    @Override
    DataSource emptyDatabase() {
        var config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.enforceForeignKeys(true);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + folder.resolve("countersign.db"));
        return source;
    }

    @Override
    Schema schema() {
        return Schema.SQLITE;
    }

    @Override
    OpenStore open() {
        return new OpenStore(folder);
    }

    @Override
    void redeem(Connection connection, Sha256 hash, long keepUntil) throws SQLException {
        Statements.update(
                connection,
                "INSERT INTO replay_keys_by_hash (hash, keep_until) VALUES (?, ?)",
                hash.bytes(),
                keepUntil);
    }

    @Test
    void everyReferenceLeadsToARow() {
        List<String> broken = store.readers.read(
                connection -> Statements.list(connection, "PRAGMA foreign_key_check", row -> row.getString(1)));
        assertThat(broken).isEmpty();
        List<String> sound = store.readers.read(
                connection -> Statements.list(connection, "PRAGMA integrity_check", row -> row.getString(1)));
        assertThat(sound).containsExactly("ok");
    }

    @Test
    void referencesLeadToTheNewTablesAndDeleteWhatBelongsToARow() {
        assertThat(references("issuer_jwks")).contains("issuer_id -> trusted_token_issuers.id CASCADE");
        assertThat(references("issuer_key_uses")).contains("issuer_id -> trusted_token_issuers.id CASCADE");
        assertThat(references("blocked_subjects")).contains("issuer_id -> trusted_token_issuers.id CASCADE");
        assertThat(references("application_secrets")).contains("application_id -> applications.id CASCADE");
        assertThat(references("application_jwks")).contains("application_id -> applications.id CASCADE");
        assertThat(references("one_time_links")).contains("person_id -> administrators.id CASCADE");
        assertThat(references("console_sessions")).contains("person_id -> administrators.id CASCADE");
        assertThat(references("refresh_tokens")).containsExactly("family_id -> refresh_families.id CASCADE");
        assertThat(references("trust_version")).containsExactly("id -> organizations.number NO ACTION");
        assertThat(references("applications")).containsExactly("organization -> organizations.number NO ACTION");
        assertThat(store.count("sqlite_master WHERE name LIKE 'new_%' OR sql LIKE '%new_%'"))
                .isZero();
    }

    /** All that a statement needs, whether the table was made anew or not. */
    @Test
    void theIndexesAreThose() {
        Map<String, String> indexes = store
                .readers
                .read(connection -> Statements.list(
                        connection,
                        "SELECT name, tbl_name FROM sqlite_master WHERE type = 'index' AND name NOT LIKE 'sqlite_%'",
                        row -> Map.entry(row.getString(1), row.getString(2))))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        assertThat(indexes)
                .containsEntry("application_secrets_by_application", "application_secrets")
                .containsEntry("application_secrets_by_organization", "application_secrets")
                .containsEntry("blocked_subjects_by_time", "blocked_subjects")
                .containsEntry("console_sessions_by_person", "console_sessions")
                .containsEntry("console_sessions_by_last_seen_at", "console_sessions")
                .containsEntry("signing_keys_in_line", "signing_keys")
                .containsEntry("refresh_tokens_by_family", "refresh_tokens")
                .containsEntry("refresh_families_by_expiry", "refresh_families")
                .containsEntry("issued_tokens_by_expiry", "issued_tokens")
                .containsEntry("issued_tokens_by_opaque_hash", "issued_tokens")
                .containsEntry("issued_tokens_by_family", "issued_tokens");
    }

    private List<String> references(String table) {
        return store.readers.read(connection -> Statements.list(
                connection,
                "PRAGMA foreign_key_list(%s)".formatted(table),
                row -> "%s -> %s.%s %s"
                        .formatted(
                                row.getString("from"),
                                row.getString("table"),
                                row.getString("to"),
                                row.getString("on_delete"))));
    }
}
