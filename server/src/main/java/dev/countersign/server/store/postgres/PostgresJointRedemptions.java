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
import java.time.Instant;
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
 * The record of a group of redemptions on PostgreSQL of which some spend several JWTs: of each redemption all keys are put
 * on record, or none. Where two groups put the same key on record at the same moment, its uniqueness fails one of them,
 * which is tried again when the other can be seen.
 */
final class PostgresJointRedemptions {
    /** Each time another group was faster, of the few that run at once. */
    private static final int MOST_TRIES = 10;

    private static final String UNIQUE_VIOLATION = "23505";

    private static final String RECORD = PostgresRedemptions.LOCK + """
            WITH horizon AS (SELECT period, forgotten_until FROM replay_horizon WHERE id = 1),
            given AS (
                SELECT key.redemption, decode(key.hash, 'hex') AS hash, key.keep_until, key.reusable = 1 AS reusable,
                    key.keep_until <= horizon.forgotten_until OR COALESCE((SELECT TRUE FROM replay_keys AS known
                        WHERE known.hash = decode(key.hash, 'hex') LIMIT 1), FALSE) AS spent
                FROM horizon, unnest(?::text[], ?::text[], ?::bigint[], ?::bigint[])
                    AS key (redemption, hash, keep_until, reusable)),
            refused AS (SELECT redemption FROM given WHERE spent AND NOT reusable),
            fresh AS (
                INSERT INTO replay_keys (period, hash, keep_until)
                SELECT horizon.period, given.hash, given.keep_until FROM horizon, given
                WHERE NOT given.spent AND given.redemption NOT IN (SELECT redemption FROM refused)),
            """ + PostgresRedemptions.ISSUED + """
            token.redemption NOT IN (SELECT redemption FROM refused))
            SELECT encode(hash, 'hex') FROM given WHERE spent AND NOT reusable""";

    private PostgresJointRedemptions() {}

    static boolean isNeeded(List<PendingRedemption> group) {
        return group.stream().anyMatch(redemption -> redemption.replayKeys().size() > 1);
    }

    static List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException {
        var given = new Given(group);
        Set<String> spent = untilNoOtherIsFaster(() -> connection.alone(open -> insert(open, given)));
        return connection.alone(open -> given.outcomes(open, spent));
    }

    /** Within a transaction. */
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

    /** The keys that were on record before, in hexadecimal. */
    private static Set<String> insert(Connection open, Given given) throws SQLException {
        try (PreparedStatement statement = open.prepareStatement(RECORD)) {
            PostgresArrays.text(open, statement, 1, given.keys, key -> Optional.of(Integer.toString(key.redemption)));
            PostgresArrays.text(
                    open,
                    statement,
                    2,
                    given.keys,
                    key -> Optional.of(key.key.hash().hex()));
            PostgresArrays.number(open, statement, 3, given.keys, key -> ColumnTimes.ceiling(key.key.keepUntil()));
            PostgresArrays.number(open, statement, 4, given.keys, key -> key.key.reusable() ? 1L : 0L);
            PostgresArrays.text(
                    open, statement, 5, given.tokens, token -> Optional.of(Integer.toString(token.redemption)));
            PostgresArrays.tokens(
                    open,
                    statement,
                    6,
                    given.tokens.stream().map(NumberedToken::token).toList());
            return PostgresRedemptions.texts(statement);
        }
    }

    private record NumberedKey(int redemption, ReplayKey key) {}

    private record NumberedToken(int redemption, IssuedToken token) {}

    /**
     * What is given to the statement. A key that stands before in the group is a second use of its JWT at the same moment,
     * and refuses its redemption whatever becomes of the first.
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
            // so that two groups which share some never wait for each other in a circle
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
            List<Optional<ReplayKey>> replayed = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                Optional<ReplayKey> known = group.get(i).replayKeys().stream()
                        .filter(key ->
                                !key.reusable() && spent.contains(key.hash().hex()))
                        .findFirst();
                replayed.add(Optional.ofNullable(secondUses.get(i)).or(() -> known));
            }
            Map<String, Instant> remembered = PostgresRedemptions.rememberedUntil(
                    open, replayed.stream().flatMap(Optional::stream).toList());
            return replayed.stream()
                    .map(key -> key.<Redemption>map(known -> PostgresRedemptions.replayed(known, remembered))
                            .orElseGet(Redemption.Recorded::new))
                    .toList();
        }
    }
}
