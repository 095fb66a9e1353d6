package dev.countersign.server.store.sqlite;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.OptionalLong;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** One of the two tables of {@link ReplayKeyBuffer}, with its index in memory. */
final class ReplayKeyTable {
    private final ReplayKeyIndex index = new ReplayKeyIndex();
    private final PreparedStatement insert;
    private final PreparedStatement select;
    private final PreparedStatement sortIn;
    private final PreparedStatement count;
    private final PreparedStatement empty;
    private long first;
    private long last;

    /** The places being moved to the sorted table, and the number of those moved. */
    private int @Nullable [] inOrder;

    private int sorted;

    ReplayKeyTable(Connection connection, String name) throws SQLException {
        this.insert = connection.prepareStatement("""
                INSERT INTO %s (place, hash, keep_until) SELECT ?, ?, ?
                WHERE NOT EXISTS (SELECT 1 FROM replay_keys_by_hash WHERE hash = ?)""".formatted(name));
        this.select =
                connection.prepareStatement("SELECT keep_until FROM %s WHERE place = ? AND hash = ?".formatted(name));
        this.sortIn = connection.prepareStatement("""
                INSERT INTO replay_keys_by_hash (hash, keep_until)
                SELECT hash, keep_until FROM json_each(?) AS next CROSS JOIN %s ON place = next.value
                WHERE TRUE ON CONFLICT (hash) DO NOTHING""".formatted(name));
        this.count = connection.prepareStatement("SELECT count(*) FROM " + name);
        this.empty = connection.prepareStatement("DELETE FROM " + name);
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT place, hash FROM %s ORDER BY place".formatted(name))) {
            while (rows.next()) {
                remember(rows.getLong(1), rows.getBytes(2));
            }
        }
    }

    boolean isEmpty() {
        return index.size() == 0;
    }

    int size() {
        return index.size();
    }

    /** The place of the last key added; less than any place when there is none. */
    long last() {
        return isEmpty() ? 0 : last;
    }

    OptionalLong keptUntil(byte[] hash) throws SQLException {
        var found = new KeptUntil(hash);
        index.find(hash, found);
        return found.time;
    }

    /** Comparison of the key at a place with this one, which also reads how long it is kept. */
    private final class KeptUntil implements ReplayKeyIndex.Comparison<SQLException> {
        private final byte[] hash;
        private OptionalLong time = OptionalLong.empty();

        private KeptUntil(byte[] hash) {
            this.hash = hash;
        }

        @Override
        public boolean isAt(int position) throws SQLException {
            select.setLong(1, first + position);
            select.setBytes(2, hash);
            try (var rows = select.executeQuery()) {
                if (rows.next()) {
                    time = OptionalLong.of(rows.getLong(1));
                }
            }
            return time.isPresent();
        }
    }

    /** Adds a key at the place after all others, unless it is in the sorted table. */
    boolean add(long position, byte[] hash, long keepUntil) throws SQLException {
        insert.setLong(1, position);
        insert.setBytes(2, hash);
        insert.setLong(3, keepUntil);
        insert.setBytes(4, hash);
        if (insert.executeUpdate() != 1) {
            return false;
        }
        remember(position, hash);
        return true;
    }

    private void remember(long position, byte[] hash) {
        if (isEmpty()) {
            first = position;
        }
        last = position;
        index.add(hash, Math.toIntExact(position - first));
    }

    /**
     * Moves keys to the sorted table, and empties this table when all have been moved. No key may be added in between.
     *
     * @return the number of keys moved, at most the given one
     */
    int sortIn(int atMost) throws SQLException {
        if (isEmpty()) {
            return 0;
        }
        int[] order = inOrder == null ? index.inOrder() : inOrder;
        inOrder = order;
        int end = Math.min(order.length, sorted + atMost);
        int done = end - sorted;
        // one statement for all keys: a call for each would cost more than its work
        var next = new StringJoiner(",", "[", "]");
        for (; sorted < end; sorted++) {
            next.add(Long.toString(first + order[sorted]));
        }
        sortIn.setString(1, next.toString());
        sortIn.executeUpdate();
        if (sorted == order.length) {
            clear();
        }
        return done;
    }

    private void clear() throws SQLException {
        try (var rows = count.executeQuery()) {
            if (!rows.next() || rows.getLong(1) != size()) {
                throw new IllegalStateException("memory does not hold all recent replay keys; they are read again");
            }
        }
        empty.executeUpdate();
        index.clear();
        inOrder = null;
        sorted = 0;
    }

    void close() throws SQLException {
        insert.close();
        select.close();
        sortIn.close();
        count.close();
        empty.close();
    }
}
