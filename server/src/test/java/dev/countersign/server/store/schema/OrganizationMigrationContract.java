package dev.countersign.server.store.schema;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.keys.KeyOwnerId;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.RefreshTokens.Standing;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.core.token.TokenRecords.Lookup;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Session;
import dev.countersign.server.registry.trust.TrustStore;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.RowsOfEveryKind;
import dev.countersign.server.store.audit.CountedExchanges;
import dev.countersign.server.store.audit.Filters;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.keys.JwksRows;
import dev.countersign.server.store.keys.SigningKeyRows;
import dev.countersign.server.store.ledger.Redemptions;
import dev.countersign.server.store.ledger.SqlBlockedSubjects;
import dev.countersign.server.store.ledger.SqlRefreshTokens;
import dev.countersign.server.store.ledger.SqlTokenRecords;
import dev.countersign.server.store.people.SqlPeopleStore;
import dev.countersign.server.store.trust.SqlLastUses;
import dev.countersign.server.store.trust.SqlTrustStore;
import java.net.URI;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the migration to organizations: an installation of the version before, with data of every kind. */
abstract class OrganizationMigrationContract {
    private static final URI URL = URI.create("https://a.example");
    private static final Sha256 REDEEMED = Sha256.ofUtf8("redeemed");
    private static final long KEEP_UNTIL = NOW.plusSeconds(600).toEpochMilli();

    final RowsOfEveryKind rows = new RowsOfEveryKind();
    DataSource source;
    OpenStore store;

    abstract DataSource emptyDatabase() throws SQLException;

    abstract Schema schema();

    /** The same database, migrated. */
    abstract OpenStore open();

    abstract void redeem(Connection connection, Sha256 hash, long keepUntil) throws SQLException;

    @BeforeEach
    void migrateAnInstallationOfTheVersionBefore() throws SQLException {
        source = emptyDatabase();
        Flyway.configure()
                .configuration(Migrations.flyway(source, schema()).getConfiguration())
                .target("17")
                .load()
                .migrate();
        try (Connection connection = source.getConnection()) {
            rows.insert(connection);
            redeem(connection, REDEEMED, KEEP_UNTIL);
            Statements.update(connection, "UPDATE trust_version SET version = 41");
            Statements.update(connection, "INSERT INTO jwks_claims (owner, holder, until) VALUES ('o', 'h', 1)");
            long first = Statements.number(connection, "SELECT MIN(id) FROM audit_events");
            Statements.update(
                    connection,
                    "INSERT INTO audit_spans (starts_at, first_id, last_id) VALUES (?, ?, ?)",
                    NOW.toEpochMilli() / 600_000 * 600_000,
                    first,
                    first + 1);
        }
        store = open();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothingIsLostAndEverythingBelongsToTheRoot() {
        assertThat(rows.counts().keySet()).isEqualTo(tables());
        rows.counts().forEach((table, count) -> {
            assertThat(store.count(table)).as(table).isEqualTo(count);
            assertThat(store.count(table + " WHERE organization = 1")).as(table).isEqualTo(count);
        });
        assertThat(store.count("jwks_claims")).isOne();
        assertThat(store.organizations().all()).singleElement().matches(root -> root.isRoot());
    }

    @Test
    void theTrustConfigurationIsRead() {
        var trust = new SqlTrustStore(store.organization());
        assertThat(trust.version()).isEqualTo(41);
        TrustStore.Contents contents = trust.load();
        assertThat(contents.issuers()).containsExactly(rows.issuer());
        assertThat(contents.apiResources()).containsExactly(rows.apiResource());
        assertThat(contents.owners()).isEqualTo(Map.of(rows.id("issuer"), "team"));
        assertThat(contents.applications()).singleElement().satisfies(application -> {
            assertThat(application.clientId()).isEqualTo(rows.application().clientId());
            assertThat(application.credentials().secrets())
                    .extracting(secret -> secret.id())
                    .containsExactlyInAnyOrder(rows.id("secret-1"), rows.id("secret-2"));
        });
        var uses = new SqlLastUses(store.organization());
        assertThat(uses.ofKeys(rows.issuer().id())).isEqualTo(Map.of("key-1", NOW));
        assertThat(uses.ofSecrets(rows.application().id()))
                .isEqualTo(Map.of(rows.id("secret-1"), NOW, rows.id("secret-2"), NOW));
        assertThat(jwks(JwksRows.Owner.ISSUER, "issuer")).containsExactly(1);
        assertThat(jwks(JwksRows.Owner.APPLICATION, "application")).containsExactly(2);
        assertThat(new SigningKeyRows(store.organization()).all())
                .extracting(key -> key.key().keyId(), key -> key.follows())
                .containsExactly(tuple(rows.id("key-1"), ""), tuple(rows.id("key-2"), rows.id("key-1")));
    }

    @Test
    void peopleSignInAndStaySignedIn() {
        var people = new SqlPeopleStore(store.organization(), WaysIn.USUAL);
        assertThat(people.named("ADA"))
                .hasValueSatisfying(ada -> assertThat(ada.passwordHash()).contains("hash of ada"));
        Session session = people.session(rows.hash("session")).orElseThrow();
        assertThat(session.person().username()).isEqualTo("Ada");
        assertThat(people.invited(rows.hash("link"), NOW)).map(Person::id).contains(new PersonId(rows.id("ada")));
        assertThat(store.count("one_time_links WHERE person_id IS NULL")).isOne();
    }

    @Test
    void tokensAreValidAsBefore() {
        var tokens = new SqlTokenRecords(store.organization());
        for (String name : List.of("jwt", "of-family", "exchanged")) {
            assertThat(tokens.find(new TokenId(rows.id(name))))
                    .as(name)
                    .isInstanceOfSatisfying(
                            Lookup.Found.class,
                            found -> assertThat(found.revoked()).isFalse());
        }
        assertThat(tokens.find(rows.hash("opaque"))).isInstanceOf(Lookup.Found.class);
        assertThat(tokens.find(new TokenId(rows.id("revoked"))))
                .isInstanceOfSatisfying(
                        Lookup.Found.class, found -> assertThat(found.revoked()).isTrue());
        var refresh = new SqlRefreshTokens(store.organization());
        assertThat(standing(refresh, "current")).isEqualTo(Standing.CURRENT);
        assertThat(standing(refresh, "spent")).isEqualTo(Standing.SPENT);
    }

    @Test
    void whatWasRedeemedAndWhoIsBlockedStaysSo() {
        assertThat(store.ledger().redeem(List.of(key(REDEEMED)), Redemptions.token()))
                .isInstanceOf(Redemption.Replayed.class);
        assertThat(store.ledger().spend(List.of(key(Sha256.ofUtf8("new"))))).isEqualTo(new Redemption.Recorded());
        var mallory = new IssuerSubject(new IssuerId(rows.id("issuer")), "mallory");
        assertThat(store.ledger().peek(mallory, NOW)).isEqualTo(new Redemption.Blocked(mallory));
        assertThat(new SqlBlockedSubjects(store.organization()).of(mallory, NOW))
                .hasSize(1);
    }

    @Test
    void theAuditAndTheCountsAreRead() {
        assertThat(store.find(new Filters().from(NOW).to(NOW).build()))
                .extracting(AuditRecord::kind)
                .containsExactlyInAnyOrder("token", "admin");
        var counts = new CountedExchanges(store.organization(), () -> NOW);
        assertThat(counts.ofIssuers(List.of(new IssuerId(rows.id("issuer")))).values())
                .singleElement()
                .satisfies(activity -> assertThat(activity.acceptedToday()).isEqualTo(4));
        assertThat(counts.exchangesOf(new IssuerId(rows.id("issuer")), 30, 10))
                .isEqualTo(Map.of(new ApplicationId(rows.id("application")), 4L));
        assertThat(counts.over(ExchangeCounts.Span.HOUR))
                .extracting(bucket -> bucket.accepted())
                .contains(4L);
    }

    private static Standing standing(SqlRefreshTokens refresh, Sha256 hash) {
        return ((RefreshTokens.Lookup.Found) refresh.find(hash)).standing();
    }

    private Standing standing(SqlRefreshTokens refresh, String name) {
        return standing(refresh, rows.hash(name));
    }

    private byte[] jwks(JwksRows.Owner owner, String id) {
        return new JwksRows(store.organization(), owner)
                .load(new KeyOwnerId(rows.id(id)), URL)
                .orElseThrow()
                .json();
    }

    private static ReplayKey key(Sha256 hash) {
        return new ReplayKey(hash, NOW.plusSeconds(600));
    }

    /** The tables with a column {@code organization}, without partitions. */
    private Set<String> tables() {
        return store.readers.read(connection -> {
            Set<String> tables = new TreeSet<>();
            try (var columns = connection.getMetaData().getColumns(null, null, "%", "organization")) {
                while (columns.next()) {
                    tables.add(columns.getString("TABLE_NAME"));
                }
            }
            tables.removeIf(table -> table.matches(".*_(other|\\d+)"));
            // the version before had none
            tables.removeAll(Set.of(
                    "visiting_sessions",
                    "raised_notices",
                    "notice_deliveries",
                    "personal_access_tokens",
                    "passkeys",
                    "used_passkey_challenges"));
            return tables;
        });
    }
}
