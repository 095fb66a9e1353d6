package dev.countersign.server.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.server.store.ledger.Redemptions;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a replay key stands changes twice in its life; whether it is known must not. */
class ReplayKeyBufferTest {
    private static final int MOST = 20;

    @TempDir
    Path folder;

    private SqliteEngine engine;
    private Connection connection;
    private ReplayKeyBuffer recent;

    @BeforeEach
    void open() throws SQLException {
        engine = SqliteEngine.open(folder);
        connection = engine.openWriter();
        connection.setAutoCommit(false);
        recent = new ReplayKeyBuffer(connection, MOST);
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        engine.close();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aKeyIsKnownFromItsCommitOnWhateverHappens(long seed) throws SQLException {
        var random = new Random(seed);
        Map<String, Instant> known = new HashMap<>();
        for (int step = 0; step < 600; step++) {
            Map<String, Instant> added = group(random, known);
            int next = random.nextInt(20);
            if (next == 0) {
                connection.rollback();
                recent = new ReplayKeyBuffer(connection, MOST);
            } else {
                connection.commit();
                known.putAll(added);
            }
            if (next == 1) {
                reopen();
            }
            if (next == 2) {
                recent.settle(random.nextInt(30));
                connection.commit();
            }
        }

        assertThat(count("replay_keys")).isEqualTo(known.size());
        for (var entry : known.entrySet()) {
            assertThat(keptUntil(entry.getKey())).contains(entry.getValue());
        }
        assertThat(count("replay_keys_by_hash")).isGreaterThan(known.size() - 4 * MOST);
    }

    /** A few keys in one transaction, of which some were there before. */
    private Map<String, Instant> group(Random random, Map<String, Instant> known) throws SQLException {
        Map<String, Instant> added = new HashMap<>();
        int size = 1 + random.nextInt(9);
        for (int i = 0; i < size; i++) {
            String name = "key " + random.nextInt(3_000);
            Instant keepUntil = Redemptions.NOW.plusMillis(random.nextInt(1_000_000));
            Instant before = added.getOrDefault(name, known.get(name));
            boolean isNew = isNew(name, keepUntil);
            assertThat(isNew).as("%s is new", name).isEqualTo(before == null);
            if (isNew) {
                added.put(name, keepUntil);
            }
        }
        recent.goOn(size);
        return added;
    }

    @Test
    void theOneTableIsEmptyBeforeTheOtherIsFull() throws SQLException {
        for (int i = 0; i < 10 * MOST; i++) {
            isNew("key " + i, Redemptions.NOW);
            recent.goOn(1);

            assertThat(count("recent_replay_keys_1")).isLessThanOrEqualTo(MOST);
            assertThat(count("recent_replay_keys_2")).isLessThanOrEqualTo(MOST);
        }
    }

    @Test
    void nothingIsLeftToSettleWhenNothingComesAnyMore() throws SQLException {
        for (int i = 0; i < MOST - 1; i++) {
            isNew("key " + i, Redemptions.NOW);
            recent.goOn(1);
        }

        assertThat(recent.settle(10)).isEqualTo(10);
        assertThat(recent.settle(10)).isEqualTo(MOST - 1 - 10);

        assertThat(count("replay_keys_by_hash")).isEqualTo(MOST - 1);
        assertThat(count("recent_replay_keys_1") + count("recent_replay_keys_2"))
                .isZero();
        assertThat(recent.settle(10)).isZero();
    }

    @Test
    void whileManyComeTheyAreLeftToBeSortedInTogether() throws SQLException {
        for (int i = 0; i < 3 * MOST + 5; i++) {
            isNew("key " + i, Redemptions.NOW);
            recent.goOn(MOST);
        }

        assertThat(recent.settle(10)).isZero();
        assertThat(recent.settle(10)).isPositive();
    }

    @Test
    void aTableThatHoldsMoreThanMemoryKnowsOfIsNotEmptied() throws SQLException {
        isNew("a", Redemptions.NOW);
        try (var statement = connection.createStatement()) {
            statement.execute("INSERT INTO recent_replay_keys_1 VALUES (99, zeroblob(32), 0)");
            statement.execute("INSERT INTO recent_replay_keys_2 VALUES (98, zeroblob(32), 0)");
        }

        assertThatIllegalStateException().isThrownBy(() -> recent.settle(10));
    }

    private boolean isNew(String name, Instant keepUntil) throws SQLException {
        ReplayKey key = Redemptions.key(name, keepUntil).getFirst();
        return recent.keptUntil(key).isEmpty() && recent.add(key);
    }

    private Optional<Instant> keptUntil(String name) throws SQLException {
        ReplayKey key = Redemptions.key(name).getFirst();
        OptionalLong found = recent.keptUntil(key);
        if (found.isPresent()) {
            return Optional.of(Instant.ofEpochMilli(found.getAsLong()));
        }
        try (var select = connection.prepareStatement("SELECT keep_until FROM replay_keys_by_hash WHERE hash = ?")) {
            select.setBytes(1, key.hash().bytes());
            try (var rows = select.executeQuery()) {
                return rows.next() ? Optional.of(Instant.ofEpochMilli(rows.getLong(1))) : Optional.empty();
            }
        }
    }

    private void reopen() throws SQLException {
        connection.close();
        connection = engine.openWriter();
        connection.setAutoCommit(false);
        recent = new ReplayKeyBuffer(connection, MOST);
    }

    private long count(String table) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table)) {
            return rows.getLong(1);
        }
    }
}
