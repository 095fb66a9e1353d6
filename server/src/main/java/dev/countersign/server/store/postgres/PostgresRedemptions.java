package dev.countersign.server.store.postgres;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.WriteConnection;
import dev.countersign.server.store.ledger.RefreshRows;
import dev.countersign.server.store.ledger.TokenRows;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Group of redemptions on PostgreSQL: one round trip and one commit, however many there are. The lock is taken by a
 * statement of its own, so that the other one sees everything that was committed before.
 *
 * <p>Its figure: row {@code 64} of {@code bench load --connections 64 --warm-up 30 --runs 3 --database postgres} in
 * {@code bench/results/load.txt}.
 */
final class PostgresRedemptions {
    /** Held until the end of the transaction, so that no period of the ledger begins or ends meanwhile. */
    static final String LOCK = "SELECT pg_advisory_xact_lock_shared(" + PostgresEngine.Locks.LEDGER + ");";

    /** Columns recorded of tokens, to be followed by a condition on each token. */
    static final String ISSUED = """
            issued AS (
                INSERT INTO issued_tokens (token_id, issuer_id, subject, application_id, client_id, scope, audience,
                    issued_at, expires_at, opaque_hash, claims, confirmation)
                SELECT token_id, issuer_id, subject, application_id, client_id, scope, audience, issued_at, expires_at,
                    decode(opaque_hash, 'hex'), claims, confirmation
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[]) AS token (redemption, token_id, issuer_id,
                    subject, application_id, client_id, scope, audience, issued_at, expires_at, opaque_hash, claims,
                    confirmation)
                WHERE\s""";

    private static final String RECORD = LOCK + """
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
            """ + ISSUED + """
            token.redemption IS NULL OR decode(token.redemption, 'hex') IN (SELECT hash FROM fresh))
            SELECT encode(hash, 'hex') FROM fresh""";

    private PostgresRedemptions() {}

    static List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException {
        if (group.stream().anyMatch(redemption -> redemption.refreshToken().isPresent())) {
            return withRefreshTokens(connection, group);
        }
        if (PostgresJointRedemptions.isNeeded(group)) {
            return PostgresJointRedemptions.record(connection, group);
        }
        Set<String> fresh = connection.alone(open -> insert(open, group));
        return connection.alone(open -> outcomes(open, group, fresh));
    }

    /** Records the group within a transaction. */
    private static List<Redemption> record(Connection open, List<PendingRedemption> group) throws SQLException {
        return PostgresJointRedemptions.isNeeded(group)
                ? PostgresJointRedemptions.record(open, group)
                : outcomes(open, group, insert(open, group));
    }

    /** Records keys within a transaction, all of them or none. */
    static Optional<Redemption.Replayed> spend(Connection open, List<ReplayKey> keys) throws SQLException {
        var alone = new PendingRedemption(keys, Optional.empty(), Optional.empty());
        return record(open, List.of(alone)).getFirst() instanceof Redemption.Replayed replayed
                ? Optional.of(replayed)
                : Optional.empty();
    }

    /** Records a group with families of refresh tokens, which are rare, in one transaction. */
    private static List<Redemption> withRefreshTokens(WriteConnection connection, List<PendingRedemption> group)
            throws SQLException {
        return connection.transact(open -> {
            List<PendingRedemption> plain = group.stream()
                    .map(redemption -> new PendingRedemption(
                            redemption.replayKeys(),
                            redemption
                                    .token()
                                    .filter(_ -> redemption.refreshToken().isEmpty()),
                            Optional.empty()))
                    .toList();
            List<Redemption> outcomes = record(open, plain);
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

    /** Inserts the keys and returns the new ones, in hexadecimal. */
    private static Set<String> insert(Connection connection, List<PendingRedemption> group) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(RECORD)) {
            bind(connection, statement, group);
            return texts(statement);
        }
    }

    /** The text column of the result after that of the lock. */
    static Set<String> texts(PreparedStatement statement) throws SQLException {
        Set<String> texts = new LinkedHashSet<>();
        boolean rows = statement.execute();
        int results = 0;
        while (rows || statement.getUpdateCount() != -1) {
            if (rows && ++results == 2) {
                try (var found = statement.getResultSet()) {
                    while (found.next()) {
                        texts.add(found.getString(1));
                    }
                }
            }
            rows = statement.getMoreResults();
        }
        return texts;
    }

    /** Binds in the order of the keys, so that two groups with common keys cannot deadlock. */
    private static void bind(Connection connection, PreparedStatement statement, List<PendingRedemption> group)
            throws SQLException {
        List<ReplayKey> keys = new ArrayList<>(firstOfEach(group).values());
        keys.sort(Comparator.comparing(key -> key.hash().hex()));
        PostgresArrays.text(
                connection, statement, 1, keys, key -> Optional.of(key.hash().hex()));
        PostgresArrays.number(connection, statement, 2, keys, key -> ColumnTimes.ceiling(key.keepUntil()));
        List<PendingRedemption> issuing = issuing(group);
        PostgresArrays.text(
                connection,
                statement,
                3,
                issuing,
                redemption -> only(redemption)
                        .filter(key -> !key.reusable())
                        .map(key -> key.hash().hex()));
        PostgresArrays.tokens(
                connection,
                statement,
                4,
                issuing.stream()
                        .flatMap(redemption -> redemption.token().stream())
                        .toList());
    }

    private static Optional<ReplayKey> only(PendingRedemption redemption) {
        return redemption.replayKeys().stream().findFirst();
    }

    /** The first redemption of each key. */
    private static Map<Sha256, ReplayKey> firstOfEach(List<PendingRedemption> group) {
        Map<Sha256, ReplayKey> keys = new HashMap<>();
        for (PendingRedemption redemption : group) {
            only(redemption).ifPresent(key -> keys.putIfAbsent(key.hash(), key));
        }
        return keys;
    }

    /**
     * Redemptions whose token is recorded if their key is new or may be re-used; without those whose key occurs earlier
     * in the group.
     */
    private static List<PendingRedemption> issuing(List<PendingRedemption> group) {
        Set<Sha256> seen = new HashSet<>();
        return group.stream()
                .filter(redemption -> only(redemption)
                        .map(key -> seen.add(key.hash()) || key.reusable())
                        .orElse(true))
                .filter(redemption -> redemption.token().isPresent())
                .toList();
    }

    private static List<Redemption> outcomes(Connection connection, List<PendingRedemption> group, Set<String> fresh)
            throws SQLException {
        Set<String> left = new HashSet<>(fresh);
        List<Optional<ReplayKey>> replayed = group.stream()
                .map(redemption ->
                        only(redemption).filter(key -> !left.remove(key.hash().hex()) && !key.reusable()))
                .toList();
        Map<String, Instant> remembered = rememberedUntil(
                connection, replayed.stream().flatMap(Optional::stream).toList());
        return replayed.stream()
                .map(key -> key.<Redemption>map(known -> replayed(known, remembered))
                        .orElseGet(Redemption.Recorded::new))
                .toList();
    }

    static Redemption.Replayed replayed(ReplayKey key, Map<String, Instant> remembered) {
        return new Redemption.Replayed(
                key.hash(), remembered.getOrDefault(key.hash().hex(), key.keepUntil()));
    }

    /** Needs one more round trip if a key was redeemed before; a deleted key is not included. */
    static Map<String, Instant> rememberedUntil(Connection connection, List<ReplayKey> keys) throws SQLException {
        Map<String, Instant> remembered = new HashMap<>();
        if (keys.isEmpty()) {
            return remembered;
        }
        try (var statement = connection.prepareStatement("""
                SELECT encode(known.hash, 'hex'), known.keep_until
                FROM unnest(?::text[]) AS asked (hash)
                CROSS JOIN LATERAL (SELECT hash, keep_until FROM replay_keys
                    WHERE hash = decode(asked.hash, 'hex') LIMIT 1) AS known""")) {
            PostgresArrays.text(
                    connection,
                    statement,
                    1,
                    keys,
                    key -> Optional.of(key.hash().hex()));
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    remembered.put(rows.getString(1), Instant.ofEpochMilli(rows.getLong(2)));
                }
            }
        }
        return remembered;
    }
}
