package dev.countersign.server.store.postgres;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.ColumnTimes;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.WriteConnection;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/**
 * Recorder of a group of redemptions on PostgreSQL of which some redeem several JWTs: for each redemption all keys are
 * recorded, or none. If two groups record the same key at the same time, its unique index makes one of them fail, which
 * is retried when the other is visible.
 */
final class PostgresJointRedemptions {
    /** Largest number of attempts; each fails only because of another one of the few concurrent groups. */
    private static final int MOST_TRIES = 10;

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String RECORD =
            PostgresRedemptions.LOCK + """
            WITH horizon AS (SELECT period, forgotten_until FROM replay_horizon WHERE id = 1),
            """ + BlockedRedemptions.SQL + """
            given AS (
                SELECT key.redemption, decode(key.hash, 'hex') AS hash, key.keep_until, key.reusable = 1 AS reusable,
                    key.keep_until <= horizon.forgotten_until OR COALESCE((SELECT TRUE FROM replay_keys AS known
                        WHERE known.hash = decode(key.hash, 'hex') LIMIT 1), FALSE) AS spent
                FROM horizon, unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[])
                    AS key (redemption, hash, keep_until, reusable)),
            refused AS (SELECT redemption FROM given WHERE spent AND NOT reusable UNION SELECT redemption FROM blocked),
            fresh AS (
                INSERT INTO replay_keys (period, hash, keep_until)
                SELECT horizon.period, given.hash, given.keep_until FROM horizon, given
                WHERE NOT given.spent AND given.redemption NOT IN (SELECT redemption FROM refused)),
            """ + PostgresRedemptions.ISSUED + """
            token.redemption NOT IN (SELECT redemption FROM refused))
            SELECT encode(hash, 'hex') FROM given WHERE spent AND NOT reusable UNION ALL SELECT refused FROM blocked""";

    private PostgresJointRedemptions() {}

    static boolean isNeeded(List<PendingRedemption> group) {
        return group.stream().anyMatch(redemption -> redemption.replayKeys().size() > 1);
    }

    static List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException {
        var given = new Given(group);
        Set<String> spent = untilNoOtherIsFaster(() -> connection.alone(open -> insert(open, given)));
        return connection.alone(open -> given.outcomes(open, spent));
    }

    /** Records the group within a transaction. */
    static List<Redemption> record(Connection open, List<PendingRedemption> group) throws SQLException {
        var given = new Given(group);
        Set<String> spent = untilNoOtherIsFaster(() -> {
            execute(open, "SAVEPOINT joint_redemptions");
            try {
                return insert(open, given);
            } catch (SQLException fault) {
                execute(open, "ROLLBACK TO SAVEPOINT joint_redemptions");
                throw fault;
            }
        });
        return given.outcomes(open, spent);
    }

    private interface Attempt {
        Set<String> make() throws SQLException;
    }

    private static Set<String> untilNoOtherIsFaster(Attempt attempt) throws SQLException {
        for (int tries = 1; true; tries++) {
            try {
                return attempt.make();
            } catch (SQLException fault) {
                if (tries == MOST_TRIES || !isOfReplayKeys(fault)) {
                    throw fault;
                }
            }
        }
    }

    private static boolean isOfReplayKeys(SQLException fault) {
        return UNIQUE_VIOLATION.equals(fault.getSQLState())
                && fault instanceof PSQLException refused
                && Optional.ofNullable(refused.getServerErrorMessage())
                        .map(ServerErrorMessage::getTable)
                        .filter(table -> table.startsWith("replay_keys"))
                        .isPresent();
    }

    private static void execute(Connection open, String sql) throws SQLException {
        try (var statement = open.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Inserts the keys and returns those that were recorded before, in hexadecimal. */
    private static Set<String> insert(Connection open, Given given) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(RECORD)) {
            int next = BlockedRedemptions.bind(open, statement, given.group);
            PostgresArrays.text(open, statement, next++, given.keys, key -> number(key.redemption));
            PostgresArrays.text(
                    open,
                    statement,
                    next++,
                    given.keys,
                    key -> Optional.of(key.key.hash().hex()));
            PostgresArrays.number(open, statement, next++, given.keys, key -> ColumnTimes.ceiling(key.key.keepUntil()));
            PostgresArrays.number(open, statement, next++, given.keys, key -> key.key.reusable() ? 1L : 0L);
            PostgresArrays.text(open, statement, next++, given.tokens, token -> number(token.redemption));
            PostgresArrays.text(open, statement, next++, given.tokens, _ -> Optional.empty());
            PostgresArrays.tokens(
                    open,
                    statement,
                    next,
                    given.tokens.stream()
                            .map(token -> new PostgresArrays.TokenOfOrganization(
                                    given.group.get(token.redemption).organization(), token.token))
                            .toList());
            return PostgresRedemptions.texts(statement);
        }
    }

    private static Optional<String> number(int redemption) {
        return Optional.of(BlockedRedemptions.number(redemption));
    }

    private record NumberedKey(int redemption, ReplayKey key) {}

    private record NumberedToken(int redemption, IssuedToken token) {}

    /**
     * Parameters of the statement. A key that occurs earlier in the group is a second use of its JWT at the same time,
     * and its redemption is refused independent of the result of the first.
     */
    private static final class Given {
        private final List<PendingRedemption> group;
        private final List<NumberedKey> keys = new ArrayList<>();
        private final List<NumberedToken> tokens = new ArrayList<>();
        private final Map<Integer, ReplayKey> secondUses = new HashMap<>();

        private Given(List<PendingRedemption> group) {
            this.group = group;
            Set<Sha256> seen = new HashSet<>();
            for (int i = 0; i < group.size(); i++) {
                add(i, group.get(i), seen);
            }
            // so that two groups with common keys cannot deadlock
            keys.sort(Comparator.comparing(key -> key.key.hash().hex()));
        }

        private void add(int number, PendingRedemption redemption, Set<Sha256> seen) {
            Optional<ReplayKey> second = redemption.replayKeys().stream()
                    .filter(key -> !key.reusable() && seen.contains(key.hash()))
                    .findFirst();
            if (second.isPresent()) {
                secondUses.put(number, second.get());
                return;
            }
            redemption.replayKeys().stream()
                    .filter(key -> seen.add(key.hash()))
                    .forEach(key -> keys.add(new NumberedKey(number, key)));
            redemption.token().ifPresent(token -> tokens.add(new NumberedToken(number, token)));
        }

        private List<Redemption> outcomes(Connection open, Set<String> spent) throws SQLException {
            List<Optional<Redemption>> blocked = new ArrayList<>();
            List<Optional<ReplayKey>> replayed = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                Optional<ReplayKey> known = group.get(i).replayKeys().stream()
                        .filter(key ->
                                !key.reusable() && spent.contains(key.hash().hex()))
                        .findFirst();
                blocked.add(BlockedRedemptions.refusal(group, i, spent));
                replayed.add(Optional.ofNullable(secondUses.get(i)).or(() -> known));
            }
            return PostgresRedemptions.outcomes(open, blocked, replayed);
        }
    }
}
