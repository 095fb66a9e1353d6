package dev.countersign.server.store.postgres;

import dev.countersign.core.grant.TokenLedger.Redemption;
import dev.countersign.core.grant.TokenLedger.ReplayKey;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenForm;
import dev.countersign.server.store.column.ColumnJson;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.WriteConnection;
import dev.countersign.server.store.ledger.RefreshRows;
import dev.countersign.server.store.ledger.TokenRows;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Group of redemptions on PostgreSQL: one round trip and one commit, however many there are. The lock is taken by a
 * statement of its own, so that the other one sees everything that was committed before.
 *
 * <p>Its figure: row {@code 64} of {@code bench load --connections 64 --warm-up 30 --runs 3 --database postgres} in
 * {@code bench/results/load.txt}.
 */
final class PostgresRedemptions {
    private static final String RECORD = "SELECT pg_advisory_xact_lock_shared(" + PostgresEngine.Locks.LEDGER + """
            );
            WITH horizon AS (SELECT period, forgotten_until FROM replay_horizon WHERE id = 1),
            fresh AS (
                INSERT INTO replay_keys (period, hash, keep_until)
                SELECT horizon.period, decode(given.hash, 'hex'), given.keep_until
                FROM horizon, unnest(?::text[], ?::bigint[]) AS given (hash, keep_until)
                WHERE given.keep_until > horizon.forgotten_until
                    AND COALESCE((SELECT FALSE FROM replay_keys AS known
                        WHERE known.hash = decode(given.hash, 'hex') LIMIT 1), TRUE)
                ON CONFLICT DO NOTHING
                RETURNING hash),
            issued AS (
                INSERT INTO issued_tokens (token_id, issuer_id, subject, application_id, client_id, scope, audience,
                    issued_at, expires_at, opaque_hash, claims)
                SELECT token_id, issuer_id, subject, application_id, client_id, scope, audience, issued_at, expires_at,
                    decode(opaque_hash, 'hex'), claims
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::bigint[], ?::bigint[], ?::text[], ?::text[]) AS token (replay_key, token_id, issuer_id, subject,
                    application_id, client_id, scope, audience, issued_at, expires_at, opaque_hash, claims)
                WHERE token.replay_key IS NULL OR decode(token.replay_key, 'hex') IN (SELECT hash FROM fresh))
            SELECT encode(hash, 'hex') FROM fresh""";

    private PostgresRedemptions() {}

    static List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException {
        if (group.stream().anyMatch(redemption -> redemption.refreshToken().isPresent())) {
            return withRefreshTokens(connection, group);
        }
        Set<String> fresh = connection.alone(open -> insert(open, group));
        return connection.alone(open -> outcomes(open, group, fresh));
    }

    /** Families of refresh tokens are rare, and are recorded with the rest of their group in one transaction. */
    private static List<Redemption> withRefreshTokens(WriteConnection connection, List<PendingRedemption> group)
            throws SQLException {
        return connection.transact(open -> {
            List<PendingRedemption> plain = group.stream()
                    .map(redemption -> new PendingRedemption(
                            redemption.replayKey(),
                            redemption
                                    .token()
                                    .filter(_ -> redemption.refreshToken().isEmpty()),
                            Optional.empty()))
                    .toList();
            Set<String> fresh = insert(open, plain);
            List<Redemption> outcomes = outcomes(open, group, fresh);
            try (PreparedStatement insertion = TokenRows.insertion(open)) {
                for (int i = 0; i < group.size(); i++) {
                    var first = group.get(i).refreshToken();
                    var token = group.get(i).token();
                    if (outcomes.get(i) instanceof Redemption.Recorded && first.isPresent() && token.isPresent()) {
                        RefreshRows.begin(open, first.get());
                        TokenRows.insert(
                                insertion,
                                token.get(),
                                Optional.of(first.get().family().id()));
                    }
                }
            }
            return outcomes;
        });
    }

    /** The keys that were new, in hexadecimal. */
    private static Set<String> insert(Connection connection, List<PendingRedemption> group) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
            bind(connection, statement, group);
            Set<String> fresh = new HashSet<>();
            boolean rows = statement.execute();
            int results = 0;
            while (rows || statement.getUpdateCount() != -1) {
                if (rows && ++results == 2) {
                    try (var found = statement.getResultSet()) {
                        while (found.next()) {
                            fresh.add(found.getString(1));
                        }
                    }
                }
                rows = statement.getMoreResults();
            }
            return fresh;
        }
    }

    /** In the order of the keys, so that two groups which share some never wait for each other in a circle. */
    private static void bind(Connection connection, PreparedStatement statement, List<PendingRedemption> group)
            throws SQLException {
        List<ReplayKey> keys = new ArrayList<>(firstOfEach(group).values());
        keys.sort(Comparator.comparing(key -> key.hash().hex()));
        statement.setArray(
                1,
                connection.createArrayOf(
                        "text", keys.stream().map(key -> key.hash().hex()).toArray()));
        statement.setArray(
                2,
                connection.createArrayOf(
                        "bigint",
                        keys.stream()
                                .map(key -> ColumnTimes.ceiling(key.keepUntil()))
                                .toArray()));
        List<PendingRedemption> issuing = issuing(group);
        text(
                connection,
                statement,
                3,
                issuing,
                redemption -> redemption
                        .replayKey()
                        .filter(key -> !key.reusable())
                        .map(key -> key.hash().hex()));
        bindTokens(
                connection,
                statement,
                issuing.stream()
                        .flatMap(redemption -> redemption.token().stream())
                        .toList());
    }

    private static void bindTokens(Connection connection, PreparedStatement statement, List<IssuedToken> tokens)
            throws SQLException {
        text(connection, statement, 4, tokens, token -> Optional.of(token.id().value()));
        text(connection, statement, 5, tokens, token -> token.issuer().map(IssuerId::value));
        text(connection, statement, 6, tokens, token -> Optional.of(token.subject()));
        text(
                connection,
                statement,
                7,
                tokens,
                token -> Optional.of(token.application().value()));
        text(
                connection,
                statement,
                8,
                tokens,
                token -> Optional.of(token.clientId().value()));
        text(
                connection,
                statement,
                9,
                tokens,
                token -> Optional.of(token.scopes().toString()));
        text(
                connection,
                statement,
                10,
                tokens,
                token -> Optional.of(ColumnJson.array(
                        token.audiences().stream().map(Audience::value).toList())));
        number(connection, statement, 11, tokens, IssuedToken::issuedAt);
        number(connection, statement, 12, tokens, IssuedToken::expiresAt);
        text(
                connection,
                statement,
                13,
                tokens,
                token -> opaque(token).map(form -> form.hash().hex()));
        text(
                connection,
                statement,
                14,
                tokens,
                token -> opaque(token).map(form -> new String(JsonText.write(form.claims()), StandardCharsets.UTF_8)));
    }

    private static Optional<TokenForm.Opaque> opaque(IssuedToken token) {
        return token.form() instanceof TokenForm.Opaque form ? Optional.of(form) : Optional.empty();
    }

    private static <T> void text(
            Connection connection,
            PreparedStatement statement,
            int parameter,
            List<T> rows,
            Function<T, Optional<String>> column)
            throws SQLException {
        Object[] values =
                rows.stream().map(row -> column.apply(row).orElse(null)).toArray();
        statement.setArray(parameter, connection.createArrayOf("text", values));
    }

    private static void number(
            Connection connection,
            PreparedStatement statement,
            int parameter,
            List<IssuedToken> tokens,
            Function<IssuedToken, Instant> column)
            throws SQLException {
        Object[] values =
                tokens.stream().map(token -> column.apply(token).toEpochMilli()).toArray();
        statement.setArray(parameter, connection.createArrayOf("bigint", values));
    }

    /** Of those that present the same key, the first. */
    private static Map<Sha256, ReplayKey> firstOfEach(List<PendingRedemption> group) {
        Map<Sha256, ReplayKey> keys = new HashMap<>();
        for (PendingRedemption redemption : group) {
            redemption.replayKey().ifPresent(key -> keys.putIfAbsent(key.hash(), key));
        }
        return keys;
    }

    /**
     * Those whose token goes on record if their key is new, or may be re-used; none whose key stands before it in the group
     * already.
     */
    private static List<PendingRedemption> issuing(List<PendingRedemption> group) {
        Set<Sha256> seen = new HashSet<>();
        return group.stream()
                .filter(redemption -> redemption
                        .replayKey()
                        .map(key -> seen.add(key.hash()) || key.reusable())
                        .orElse(true))
                .filter(redemption -> redemption.token().isPresent())
                .toList();
    }

    private static List<Redemption> outcomes(Connection connection, List<PendingRedemption> group, Set<String> fresh)
            throws SQLException {
        Set<String> left = new HashSet<>(fresh);
        List<Optional<ReplayKey>> replayed = group.stream()
                .map(redemption -> redemption
                        .replayKey()
                        .filter(key -> !left.remove(key.hash().hex()) && !key.reusable()))
                .toList();
        Map<String, Instant> remembered = rememberedUntil(
                connection, replayed.stream().flatMap(Optional::stream).toList());
        return replayed.stream()
                .map(key -> key.<Redemption>map(known -> new Redemption.Replayed(
                                remembered.getOrDefault(known.hash().hex(), known.keepUntil())))
                        .orElseGet(Redemption.Recorded::new))
                .toList();
    }

    /** One round trip more, where something was redeemed before; a key that was forgotten is not among them. */
    private static Map<String, Instant> rememberedUntil(Connection connection, List<ReplayKey> keys)
            throws SQLException {
        Map<String, Instant> remembered = new HashMap<>();
        if (keys.isEmpty()) {
            return remembered;
        }
        try (var statement = connection.prepareStatement("""
                SELECT encode(known.hash, 'hex'), known.keep_until
                FROM unnest(?::text[]) AS asked (hash)
                CROSS JOIN LATERAL (SELECT hash, keep_until FROM replay_keys
                    WHERE hash = decode(asked.hash, 'hex') LIMIT 1) AS known""")) {
            text(connection, statement, 1, keys, key -> Optional.of(key.hash().hex()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    remembered.put(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2)));
                }
            }
        }
        return remembered;
    }
}
