package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.ApiResourceId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.column.Statements;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;

/**
 * Rows in every table that has any of an organization, inserted by SQL as the version before organizations does it, or
 * with an organization. Ids and hashes begin with a prefix; all that is unique within an organization is always the same.
 */
public final class RowsOfEveryKind {
    /** The OpenID provider of one of the people. */
    static final String PROVIDER = "https://idp.example";

    static final Optional<String> NONE = Optional.empty();
    private static final String URL = "https://a.example";
    private static final String AUDIENCES = "[\"https://orders.example\"]";
    static final Instant EXPIRY = NOW.plusSeconds(3600);

    private final String prefix;
    private final OptionalLong organization;
    private final List<Row> rows = new ArrayList<>();

    private record Row(String table, String columns, List<Object> values) {}

    /** Those of the version before organizations. */
    public RowsOfEveryKind() {
        this("", OptionalLong.empty());
    }

    /** Those of an organization. */
    public RowsOfEveryKind(OrganizationKey key) {
        this(key.number() + "-", OptionalLong.of(key.number()));
    }

    private RowsOfEveryKind(String prefix, OptionalLong organization) {
        this.prefix = prefix;
        this.organization = organization;
        trust();
        RowsOfPeople people = new RowsOfPeople(this);
        people.local();
        tokens();
        refreshTokens();
        audit();
        if (organization.isPresent()) {
            notices();
            people.ofProvider();
            people.passkeys();
            people.personalTokens();
        }
    }

    /** Inserts all of them. */
    public int insert(Connection connection) throws SQLException {
        for (Row row : rows) {
            List<Object> values = new ArrayList<>(row.values());
            organization.ifPresent(values::add);
            Statements.update(
                    connection,
                    "INSERT INTO %s (%s%s) VALUES (%s)"
                            .formatted(
                                    row.table(),
                                    row.columns(),
                                    organization.isPresent() ? ", organization" : "",
                                    String.join(", ", Collections.nCopies(values.size(), "?"))),
                    values.toArray());
        }
        return rows.size();
    }

    /** The numbers of rows by their tables. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new LinkedHashMap<>();
        rows.forEach(row -> counts.merge(row.table(), 1L, Long::sum));
        return counts;
    }

    public TrustedIssuer issuer() {
        return SampleIssuer.partner()
                .named(id("issuer"), SampleIssuer.NAME, SampleIssuer.ISSUER)
                .build();
    }

    public RegisteredClient application() {
        return SampleClient.orders()
                .id(id("application"))
                .secrets(
                        SampleClient.secret(id("secret-1"), SampleClient.SECRET, Optional.empty()),
                        SampleClient.secret(id("secret-2"), "second", Optional.of(NOW)))
                .build();
    }

    public ApiResource apiResource() {
        return new ApiResource(
                new ApiResourceId(id("api")),
                "orders",
                "",
                new Audience("https://orders.example"),
                ScopeSet.of(List.of("orders:read")),
                NOW,
                NOW);
    }

    /** An id or a text that is unique over all organizations. */
    public String id(String name) {
        return prefix + name;
    }

    public Sha256 hash(String name) {
        return Sha256.ofUtf8(id(name));
    }

    private void trust() {
        TrustedIssuer issuer = issuer();
        document(
                "trusted_token_issuers",
                "issuer",
                issuer.id().value(),
                issuer.name(),
                issuer.issuer().value(),
                IssuerFields.TABLE.stored(issuer));
        RegisteredClient client = application();
        document(
                "applications",
                "client_id",
                client.id().value(),
                client.name(),
                client.clientId().value(),
                ApplicationFields.TABLE.stored(client));
        ApiResource api = apiResource();
        document(
                "api_resources",
                "audience",
                api.id().value(),
                api.name(),
                api.audience().value(),
                ApiResourceFields.TABLE.stored(api));
        for (ClientSecret secret : client.credentials().secrets()) {
            add(
                    "application_secrets",
                    "id, application_id, hash, created_at, expires_at, last_used_at",
                    secret.id(),
                    client.id().value(),
                    secret.hash().bytes(),
                    secret.createdAt(),
                    secret.expiresAt(),
                    NOW);
        }
        add("trust_owners", "id, owner", id("issuer"), "team");
        keys();
    }

    private void keys() {
        add("issuer_jwks", "issuer_id, url, json, fetched_at", id("issuer"), URL, new byte[] {1}, NOW);
        add("application_jwks", "application_id, url, json, fetched_at", id("application"), URL, new byte[] {2}, NOW);
        add("issuer_key_uses", "issuer_id, key_label, last_used_at", id("issuer"), "key-1", NOW);
        add(
                "blocked_subjects",
                "id, issuer_id, subject_hash, subject, source, reason, created_at, until",
                id("block"),
                id("issuer"),
                Sha256.ofUtf8("mallory").bytes(),
                "mallory",
                "administrator",
                "left",
                NOW,
                NONE);
        String key = "key_id, algorithm, sealed, created_at, signs_from, follows";
        add("signing_keys", key, id("key-1"), "ES256", new byte[] {3}, NOW, NOW, "");
        add("signing_keys", key, id("key-2"), "ES256", new byte[] {4}, NOW, NOW.plusSeconds(9), id("key-1"));
    }

    private void document(String table, String unique, Object... values) {
        add(
                table,
                "id, name, %s, document, created_at, updated_at, version".formatted(unique),
                with(values, NOW, NOW, 1L));
    }

    private void tokens() {
        token("jwt", "");
        token("opaque", ", opaque_hash, claims", hash("opaque").bytes(), "{\"a\":1}");
        token("of-family", ", family_id, issuer_subject", id("family"), "alice");
        token(
                "exchanged",
                ", exchanged_from, delegation, confirmation",
                id("jwt"),
                "{\"act\":{\"sub\":\"agent\"},\"exchanges\":1}",
                "{\"jkt\":\"k\"}");
        token("revoked", ", revoked_at", NOW);
    }

    private void token(String name, String columns, Object... values) {
        Object[] common = {
            id(name),
            id("issuer"),
            "partner:alice",
            id("application"),
            SampleClient.CLIENT_ID,
            "orders:read",
            AUDIENCES,
            NOW,
            EXPIRY
        };
        add(
                "issued_tokens",
                "token_id, issuer_id, subject, application_id, client_id, scope, audience, issued_at, expires_at"
                        + columns,
                with(common, values));
    }

    private void refreshTokens() {
        add(
                "refresh_families",
                "id, issuer_id, subject, application_id, client_id, scope, audience, resource, claims, issued_at,"
                        + " expires_at, issuer_subject",
                id("family"),
                id("issuer"),
                "partner:alice",
                id("application"),
                SampleClient.CLIENT_ID,
                "orders:read",
                AUDIENCES,
                "[]",
                "{\"sub\":\"alice\"}",
                NOW,
                EXPIRY,
                "alice");
        String columns = "hash, family_id, issued_at, spent_at";
        add("refresh_tokens", columns, hash("spent").bytes(), id("family"), NOW, NOW.plusSeconds(1));
        add("refresh_tokens", columns, hash("current").bytes(), id("family"), NOW.plusSeconds(1), NONE);
    }

    private void audit() {
        String counts = "whose, starts_at, width, part, accepted, refused, faults, last_accepted_at";
        Instant hour = NOW.truncatedTo(ChronoUnit.HOURS);
        add("exchange_counts", counts, whole(), hour, "minute", "", 4L, 3L, 2L, NOW);
        add("exchange_counts", counts, whole(), hour, "minute", "assertion.expired", 0L, 3L, 0L, 0L);
        add("exchange_counts", counts, id("application"), hour, "hour", "", 4L, 3L, 2L, NOW);
        add("exchange_counts", counts, id("issuer"), hour, "hour", "", 4L, 3L, 2L, NOW);
        String pair = "starts_at, one, other, accepted";
        Instant day = NOW.truncatedTo(ChronoUnit.DAYS);
        add("exchanges_between", pair, day, id("issuer"), id("application"), 4L);
        add("exchanges_between", pair, day, id("application"), id("issuer"), 4L);
        event("token", "accepted", "minted");
        event("admin", "changed", "application.created");
    }

    private void notices() {
        add("raised_notices", "id, document, raised_at, seen_at", "replays", "{\"id\":\"replays\"}", NOW, NOW);
        String columns = "id, notice_id, body, created_at, attempts, next_attempt_at, give_up_at, last_error";
        add("notice_deliveries", columns, id("waiting"), "replays", "{}", NOW, 0L, NOW, EXPIRY, NONE);
        add("notice_deliveries", columns, id("given-up"), "replays", "{}", NOW, 9L, NONE, EXPIRY, "answered 500");
    }

    private String whole() {
        return organization.isPresent() && organization.getAsLong() != 1 ? "@" + organization.getAsLong() : "";
    }

    private void event(String kind, String outcome, String stage) {
        add(
                "audit_events",
                "at, kind, correlation_id, outcome, stage, actor, issuer, application, client_id, subject, detail",
                NOW,
                kind,
                "c-" + kind,
                outcome,
                stage,
                "ada",
                SampleIssuer.NAME,
                SampleClient.NAME,
                SampleClient.CLIENT_ID,
                "partner:alice",
                "{}");
    }

    private static Object[] with(Object[] values, Object... further) {
        return Stream.concat(Arrays.stream(values), Arrays.stream(further)).toArray();
    }

    void add(String table, String columns, Object... values) {
        rows.add(new Row(table, columns, List.of(values)));
    }
}
