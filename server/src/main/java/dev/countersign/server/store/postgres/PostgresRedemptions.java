package dev.countersign.server.store.postgres;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.VisibleOrganizations;
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
    /**
     * Held until the end of the transaction, so that no period of the ledger begins or ends meanwhile. Its parameter
     * restricts the transaction to the organizations of the group.
     */
    static final String LOCK = "SELECT pg_advisory_xact_lock_shared(" + PostgresEngine.Locks.LEDGER + "), "
            + RowSecurity.restriction("?") + ";";

    /** Columns recorded of tokens, to be followed by a condition on each token. */
    static final String ISSUED = """
            issued AS (
                INSERT INTO issued_tokens (token_id, issuer_id, subject, application_id, client_id, scope, audience,
                    issued_at, expires_at, opaque_hash, claims, confirmation, issuer_subject, exchanged_from, delegation,
                    organization)
                SELECT token_id, issuer_id, subject, application_id, client_id, scope, audience, issued_at, expires_at,
                    decode(opaque_hash, 'hex'), claims, confirmation, issuer_subject, exchanged_from, delegation,
                    organization
                FROM unnest(?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[],
                    ?::bigint[])
                    AS token (
                    redemption, key, token_id, issuer_id, subject, application_id, client_id, scope, audience,
                    issued_at, expires_at, opaque_hash, claims, confirmation, issuer_subject, exchanged_from, delegation,
                    organization)
                WHERE token.redemption NOT IN (SELECT redemption FROM blocked) AND\s""";

    private static final String RECORD = LOCK + """
            WITH horizon AS (SELECT period, forgotten_until FROM replay_horizon WHERE id = 1),
            """ + BlockedRedemptions.SQL + """
            fresh AS (
                INSERT INTO replay_keys (period, hash, keep_until)
                SELECT horizon.period, decode(given.hash, 'hex'), given.keep_until
                FROM horizon, unnest(?::text[], ?::text[], ?::bigint[]) AS given (redemption, hash, keep_until)
                WHERE given.keep_until > horizon.forgotten_until
                    AND given.redemption NOT IN (SELECT redemption FROM blocked)
                    AND COALESCE((SELECT FALSE FROM replay_keys AS known
                        WHERE known.hash = decode(given.hash, 'hex') LIMIT 1), TRUE)
                ON CONFLICT DO NOTHING
                RETURNING hash),
            """ + ISSUED + """
            (token.key IS NULL OR decode(token.key, 'hex') IN (SELECT hash FROM fresh)))
            SELECT encode(hash, 'hex') FROM fresh UNION ALL SELECT refused FROM blocked""";

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
    static Optional<Redemption.Replayed> spend(OrganizationConnection open, List<ReplayKey> keys) throws SQLException {
        var alone = new PendingRedemption(open.organization(), keys, Optional.empty(), Optional.empty());
        return record(open.connection(), List.of(alone)).getFirst() instanceof Redemption.Replayed replayed
                ? Optional.of(replayed)
                : Optional.empty();
    }

    /** Records a group with families of refresh tokens, which are rare, in one transaction. */
    private static List<Redemption> withRefreshTokens(WriteConnection connection, List<PendingRedemption> group)
            throws SQLException {
        return connection.transact(visible(group), open -> {
            List<PendingRedemption> plain = group.stream()
                    .map(redemption -> redemption.refreshToken().isEmpty() ? redemption : redemption.withoutTokens())
                    .toList();
            List<Redemption> outcomes = record(open, plain);
            try (PreparedStatement insertion = TokenRows.insertion(open)) {
                for (int i = 0; i < group.size(); i++) {
                    var first = group.get(i).refreshToken();
                    var token = group.get(i).token();
                    if (outcomes.get(i) instanceof Redemption.Recorded && first.isPresent() && token.isPresent()) {
                        RefreshRows.begin(
                                new OrganizationConnection(open, group.get(i).organization()), first.get());
                        TokenRows.insert(
                                insertion,
                                group.get(i).organization(),
                                token.get(),
                                Optional.of(first.get().family().id()));
                    }
                }
            }
            return outcomes;
        });
    }

    /** Inserts the keys and returns the new ones, in hexadecimal, and the blocked redemptions with the hashes of their subjects. */
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

    private record NumberedKey(int redemption, ReplayKey key) {}

    private record NumberedToken(int redemption, Optional<ReplayKey> key, IssuedToken token) {}

    /** Binds in the order of the keys, so that two groups with common keys cannot deadlock. */
    private static void bind(Connection connection, PreparedStatement statement, List<PendingRedemption> group)
            throws SQLException {
        int next = BlockedRedemptions.bind(connection, statement, group);
        List<NumberedKey> keys = new ArrayList<>(firstOfEach(group).values());
        keys.sort(Comparator.comparing(given -> given.key().hash().hex()));
        PostgresArrays.text(connection, statement, next++, keys, given -> number(given.redemption()));
        PostgresArrays.text(connection, statement, next++, keys, given -> hex(given.key()));
        PostgresArrays.number(
                connection,
                statement,
                next++,
                keys,
                given -> ColumnTimes.ceiling(given.key().keepUntil()));
        List<NumberedToken> issuing = issuing(group);
        PostgresArrays.text(connection, statement, next++, issuing, issued -> number(issued.redemption()));
        PostgresArrays.text(
                connection,
                statement,
                next++,
                issuing,
                issued -> issued.key().filter(key -> !key.reusable()).flatMap(PostgresRedemptions::hex));
        PostgresArrays.tokens(
                connection,
                statement,
                next,
                issuing.stream()
                        .map(issued -> new PostgresArrays.TokenOfOrganization(
                                group.get(issued.redemption()).organization(), issued.token()))
                        .toList());
    }

    private static VisibleOrganizations visible(List<PendingRedemption> group) {
        return VisibleOrganizations.of(
                group.stream().map(PendingRedemption::organization).toList());
    }

    private static Optional<String> number(int redemption) {
        return Optional.of(BlockedRedemptions.number(redemption));
    }

    private static Optional<String> hex(ReplayKey key) {
        return Optional.of(key.hash().hex());
    }

    private static Optional<ReplayKey> only(PendingRedemption redemption) {
        return redemption.replayKeys().stream().findFirst();
    }

    /** The first redemption of each key. */
    private static Map<Sha256, NumberedKey> firstOfEach(List<PendingRedemption> group) {
        Map<Sha256, NumberedKey> keys = new HashMap<>();
        for (int i = 0; i < group.size(); i++) {
            int number = i;
            only(group.get(i)).ifPresent(key -> keys.putIfAbsent(key.hash(), new NumberedKey(number, key)));
        }
        return keys;
    }

    /**
     * Redemptions whose token is recorded if their key is new or may be re-used; without those whose key occurs earlier
     * in the group.
     */
    private static List<NumberedToken> issuing(List<PendingRedemption> group) {
        Set<Sha256> seen = new HashSet<>();
        List<NumberedToken> issuing = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            int number = i;
            Optional<ReplayKey> key = only(group.get(i));
            boolean first =
                    key.isEmpty() || seen.add(key.get().hash()) || key.get().reusable();
            if (first) {
                group.get(i).token().ifPresent(token -> issuing.add(new NumberedToken(number, key, token)));
            }
        }
        return issuing;
    }

    /** @param result the new keys, and the blocked redemptions */
    private static List<Redemption> outcomes(Connection connection, List<PendingRedemption> group, Set<String> result)
            throws SQLException {
        Set<String> left = new HashSet<>(result);
        List<Optional<Redemption>> blocked = new ArrayList<>();
        List<Optional<ReplayKey>> replayed = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            Optional<Redemption> refusal = BlockedRedemptions.refusal(group, i, result);
            blocked.add(refusal);
            replayed.add(only(group.get(i))
                    .filter(key -> refusal.isEmpty() && !left.remove(key.hash().hex()) && !key.reusable()));
        }
        return outcomes(connection, blocked, replayed);
    }

    /**
     * The outcome of each redemption.
     *
     * @param blocked the refusals of blocked subjects
     * @param replayed the keys that were redeemed before
     */
    static List<Redemption> outcomes(
            Connection connection, List<Optional<Redemption>> blocked, List<Optional<ReplayKey>> replayed)
            throws SQLException {
        Map<String, Instant> remembered = rememberedUntil(
                connection, replayed.stream().flatMap(Optional::stream).toList());
        List<Redemption> outcomes = new ArrayList<>();
        for (int i = 0; i < replayed.size(); i++) {
            Optional<Redemption> known = replayed.get(i).map(key -> replayed(key, remembered));
            outcomes.add(blocked.get(i).or(() -> known).orElseGet(Redemption.Recorded::new));
        }
        return outcomes;
    }

    private static Redemption.Replayed replayed(ReplayKey key, Map<String, Instant> remembered) {
        return new Redemption.Replayed(
                key.hash(), remembered.getOrDefault(key.hash().hex(), key.keepUntil()));
    }

    /** Needs one more round trip if a key was redeemed before; a deleted key is not included. */
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
