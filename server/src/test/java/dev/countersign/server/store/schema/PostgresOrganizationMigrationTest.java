package dev.countersign.server.store.schema;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.PostgresCluster;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.organization.SampleOrganizations;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

class PostgresOrganizationMigrationTest extends OrganizationMigrationContract {
    private final String url = PostgresCluster.freshUrlOfOwner();

    @Override
    DataSource emptyDatabase() {
        var empty = new PGSimpleDataSource();
        empty.setUrl(url);
        return empty;
    }

    @Override
    Schema schema() {
        return Schema.POSTGRESQL;
    }

    @Override
    OpenStore open() {
        return OpenStore.onPostgres(url);
    }

    @Override
    void redeem(Connection connection, Sha256 hash, long keepUntil) throws SQLException {
        Statements.update(
                connection,
                "INSERT INTO replay_keys (period, hash, keep_until) VALUES (1, ?, ?)",
                hash.bytes(),
                keepUntil);
    }

    /** During a rolling upgrade, nodes of both versions write. */
    @Test
    void aNodeOfTheVersionBeforeGoesOn() throws SQLException {
        try (Connection before = source.getConnection()) {
            assertThat(Statements.update(before, """
                            INSERT INTO administrators (id, username, username_key, role, enabled, created_at)
                            VALUES ('bob', 'Ada', 'ada', 'viewer', 1, 0) ON CONFLICT (username_key) DO NOTHING""")).isZero();
            assertThat(Statements.update(before, """
                            INSERT INTO administrators (id, username, username_key, role, enabled, created_at)
                            VALUES ('bob', 'Bob', 'bob', 'viewer', 1, 0) ON CONFLICT (username_key) DO NOTHING""")).isOne();
            assertThat(Statements.update(before, """
                            INSERT INTO signing_keys (key_id, algorithm, sealed, created_at, signs_from, follows)
                            VALUES ('other', 'ES256', '', 0, 0, '') ON CONFLICT (algorithm, follows) DO NOTHING""")).isZero();
            assertThat(Statements.update(before, "UPDATE trust_version SET version = version + 1 WHERE id = 1"))
                    .isOne();
            assertThat(Statements.update(before, """
                            INSERT INTO trusted_token_issuers (name, issuer, document, updated_at, id, created_at, version)
                            VALUES ('n', 'i', '{}', 0, 'x', 0, 1)""")).isOne();
            assertThat(Statements.update(before, """
                            INSERT INTO issuer_key_uses (issuer_id, key_label, last_used_at)
                            SELECT id, 'k', 1 FROM trusted_token_issuers WHERE id = 'x'
                            ON CONFLICT (issuer_id, key_label) DO UPDATE SET last_used_at = excluded.last_used_at""")).isOne();
            assertThat(Statements.update(before, """
                            INSERT INTO issued_tokens (token_id, issuer_id, subject, application_id, client_id, scope,
                                audience, issued_at, expires_at, opaque_hash, claims, confirmation, issuer_subject,
                                exchanged_from, delegation)
                            SELECT 't', 'x', 's', 'a', 'c', '', '[]', 0, 1, NULL, NULL, NULL, NULL, NULL, NULL""")).isOne();
            redeem(before, Sha256.ofUtf8("of the version before"), NOW.toEpochMilli());
            assertThat(Statements.update(before, """
                            INSERT INTO exchange_counts
                                (whose, starts_at, width, part, accepted, refused, faults, last_accepted_at)
                            VALUES ('', ?, 'minute', '', 1, 0, 0, 0)
                            ON CONFLICT (whose, starts_at, width, part) DO UPDATE
                            SET accepted = exchange_counts.accepted + excluded.accepted""", NOW)).isOne();
        }
        assertThat(store.count("administrators WHERE organization = 1")).isEqualTo(2);
        assertThat(store.count("issued_tokens WHERE organization = 1 AND token_id = 't'"))
                .isOne();
        assertThat(store.number("SELECT version FROM trust_version WHERE id = 1"))
                .isEqualTo(42);
    }

    @Test
    void aNodeOfTheVersionBeforeFindsNothingOnceThereAreOthers() throws SQLException {
        SampleOrganizations.add(store.organizations(), "acme");
        try (Connection before = source.getConnection()) {
            assertThat(Statements.number(before, "SELECT count(*) FROM applications"))
                    .isZero();
            assertThat(Statements.number(before, "SELECT count(*) FROM issued_tokens"))
                    .isZero();
            assertThatThrownBy(() -> Statements.update(before, """
                            INSERT INTO issued_tokens (token_id, subject, application_id, client_id, scope, audience,
                                issued_at, expires_at) VALUES ('t', 's', 'a', 'c', '', '[]', 0, 1)"""))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("row-level security");
        }
        theTrustConfigurationIsRead();
        peopleSignInAndStaySignedIn();
        tokensAreValidAsBefore();
        whatWasRedeemedAndWhoIsBlockedStaysSo();
        nothingButOrganizationsIsNew();
    }

    private void nothingButOrganizationsIsNew() {
        rows.counts()
                .forEach((table, count) -> assertThat(store.count(table + " WHERE organization = 1"))
                        .as(table)
                        .isGreaterThanOrEqualTo(count));
    }
}
