package dev.countersign.server.store.organization;

import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The rows of an organization in all tables that have any, each before those that it refers to. */
public enum OrganizationRows {
    RAISED_NOTICES("raised_notices", "id"),
    NOTICE_DELIVERIES("notice_deliveries", "id"),
    ISSUER_JWKS("issuer_jwks", "issuer_id"),
    ISSUER_KEY_USES("issuer_key_uses", "issuer_id, key_label"),
    BLOCKED_SUBJECTS("blocked_subjects", "id"),
    TRUSTED_TOKEN_ISSUERS("trusted_token_issuers", "id", "trusted_token_issuers"),
    APPLICATION_SECRETS("application_secrets", "id"),
    APPLICATION_JWKS("application_jwks", "application_id"),
    APPLICATIONS("applications", "id", "applications"),
    API_RESOURCES("api_resources", "id", "api_resources"),
    TRUST_OWNERS("trust_owners", "id"),
    ONE_TIME_LINKS("one_time_links", "hash"),
    VISITING_SESSIONS("visiting_sessions", "id"),
    CONSOLE_SESSIONS("console_sessions", "id"),
    PERSONAL_ACCESS_TOKENS("personal_access_tokens", "id"),
    PASSKEYS("passkeys", "id"),
    USED_PASSKEY_CHALLENGES("used_passkey_challenges", "hash"),
    ADMINISTRATORS("administrators", "id", "administrators"),
    SIGNING_KEYS("signing_keys", "key_id"),
    REFRESH_TOKENS("refresh_tokens", "hash"),
    REFRESH_FAMILIES("refresh_families", "id"),
    ISSUED_TOKENS("issued_tokens", "token_id, expires_at", "access_tokens", "expires_at"),
    EXCHANGE_COUNTS("exchange_counts", "whose, starts_at, width, part"),
    EXCHANGES_BETWEEN("exchanges_between", "starts_at, one, other"),
    AUDIT_EVENTS("audit_events", "id, at", "audit_events", "at");

    /** An organization is no older than its rows, but for the difference between the clocks of two nodes. */
    private static final Duration CLOCKS = Duration.ofHours(1);

    private static final String AWAITED = "(next_attempt_at IS NOT NULL)";

    private final String table;
    private final String key;
    private final Optional<String> kind;
    private final Optional<String> time;

    OrganizationRows(String table, String key) {
        this(table, key, Optional.empty(), Optional.empty());
    }

    OrganizationRows(String table, String key, String kind) {
        this(table, key, Optional.of(kind), Optional.empty());
    }

    OrganizationRows(String table, String key, String kind, String time) {
        this(table, key, Optional.of(kind), Optional.of(time));
    }

    /**
     * The rows of a table.
     *
     * @param key the columns of the primary key
     * @param kind the name under which they are counted, if they are
     * @param time the column by which the table is partitioned, if it is: partitions older than the organization have no
     *     row of it and are not searched
     */
    OrganizationRows(String table, String key, Optional<String> kind, Optional<String> time) {
        this.table = table;
        this.key = key;
        this.kind = kind;
        this.time = time;
    }

    /** The name of the table. */
    public String table() {
        return table;
    }

    /** The kinds of rows that are counted. */
    static List<OrganizationRows> counted() {
        return Arrays.stream(values()).filter(rows -> rows.kind.isPresent()).toList();
    }

    /** The name under which the rows are counted. */
    String kind() {
        return kind.orElseThrow();
    }

    /** Returns the number of rows. */
    long count(OrganizationConnection connection, Instant createdAt) throws SQLException {
        return Statements.number(connection, "SELECT count(*) FROM " + table + condition(createdAt));
    }

    /** Deletes at most this many rows, and returns their number. */
    int delete(OrganizationConnection connection, Instant createdAt, int most) throws SQLException {
        return Statements.update(
                connection,
                "DELETE FROM %1$s WHERE organization = :organization AND (%2$s) IN (SELECT %2$s FROM %1$s%3$s%4$s LIMIT ?)"
                        .formatted(table, key, condition(createdAt), isAwaited() ? " AND NOT " + AWAITED : ""),
                most);
    }

    /** Whether rows remain for now: messages that its notices have ended are still delivered. */
    boolean isKept(OrganizationConnection connection) throws SQLException {
        return isAwaited()
                && Statements.exists(
                        connection, "SELECT 1 FROM " + table + " WHERE organization = :organization AND " + AWAITED);
    }

    private boolean isAwaited() {
        return this == NOTICE_DELIVERIES;
    }

    private String condition(Instant createdAt) {
        return " WHERE organization = :organization"
                + time.map(column -> " AND %s >= %s"
                                .formatted(column, createdAt.minus(CLOCKS).toEpochMilli()))
                        .orElse("");
    }
}
