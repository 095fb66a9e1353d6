package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.schema.Migrations;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Tests that redemptions and tokens recorded before the ledger's tables were reorganised are still known. */
class OldLedgerTest {
    private static final Instant EXPIRY = Redemptions.NOW.plusSeconds(3600);

    @TempDir
    Path folder;

    @Test
    void nothingThatWasRedeemedOrRevokedIsForgotten() throws SQLException {
        var source = new SQLiteDataSource();
        source.setUrl("jdbc:sqlite:" + folder.resolve("countersign.db"));
        migrateUpTo("11", source);
        try (Connection connection = source.getConnection();
                var keys = connection.prepareStatement("INSERT INTO replay_keys (hash, keep_until) VALUES (?, ?)");
                var tokens = connection.prepareStatement("""
                        INSERT INTO issued_tokens (token_id, issuer_id, subject, application_id, client_id, scope, audience,
                            issued_at, expires_at) VALUES (?, 'issuer-1', 'partner:alice', 'application-1', 'orders-client',
                            'orders:read orders:write', '["https://api.example","https://other.example"]', ?, ?)""");
                var revoke = connection.createStatement()) {
            var old = key("old").getFirst();
            keys.setBytes(1, old.hash().bytes());
            keys.setLong(2, ColumnTimes.ceiling(old.keepUntil()));
            keys.executeUpdate();
            for (String id : List.of("alive", "revoked")) {
                tokens.setString(1, id);
                tokens.setLong(2, token(id, EXPIRY).issuedAt().toEpochMilli());
                tokens.setLong(3, EXPIRY.toEpochMilli());
                tokens.executeUpdate();
            }
            revoke.execute("UPDATE issued_tokens SET revoked_at = 1 WHERE token_id = 'revoked'");
        }

        try (var store = new OpenStore(folder)) {
            assertThat(store.ledger().redeem(key("old"), token())).isInstanceOf(Redemption.Replayed.class);
            assertThat(store.ledger().redeem(key("new"), token())).isEqualTo(new Redemption.Recorded());
            assertThat(find(store, "alive")).contains(new TokenRows.Row(token("alive", EXPIRY), false));
            assertThat(find(store, "revoked")).contains(new TokenRows.Row(token("revoked", EXPIRY), true));
        }
    }

    private static Optional<TokenRows.Row> find(OpenStore store, String id) {
        return store.organization().read(connection -> TokenRows.find(connection, new TokenId(id)));
    }

    private static void migrateUpTo(String version, SQLiteDataSource source) {
        Flyway.configure(Migrations.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/migration", "classpath:db/sqlite")
                .placeholders(Map.of("sequence", "INTEGER PRIMARY KEY AUTOINCREMENT", "clustered", "WITHOUT ROWID"))
                .target(version)
                .load()
                .migrate();
    }
}
