package dev.countersign.server.store.sqlite;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.server.store.column.ColumnTimes;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalLong;

/**
 * Buffer of the latest replay keys of SQLite, in the order of their arrival. The hash of a key falls anywhere among
 * those of millions: inserted one by one, each would rewrite a page of its own. They are gathered first, found again
 * through an index in memory, and inserted together in the order of their hashes, some with each later group.
 *
 * <p>Of the two tables one is filled while the other is emptied into the large one. A key is on disk with the commit
 * of its own transaction, in at least one of the three tables at any moment. Memory is read from the tables at the
 * beginning; after a failed transaction a new buffer is needed.
 *
 * <p>Its figure: row {@code Countersign filled, 64} of {@code bench grown} in {@code bench/results/grown.txt}.
 */
public final class ReplayKeyBuffer {
    /** Capacity of a buffer table. A larger one needs fewer page writes for each key, and more memory. */
    public static final int MOST = 300_000;

    /** Keys moved to the sorted table for each new one, so that one buffer table is empty before the other is full. */
    private static final int PACE = 2;

    private final ReplayKeyTable[] tables;
    private final int most;
    private int filling;
    private long nextPosition;
    private boolean turned;

    /** @param most keys in a table before they are moved; {@link #MOST} except in tests */
    ReplayKeyBuffer(Connection connection, int most) throws SQLException {
        this.tables = new ReplayKeyTable[] {
            new ReplayKeyTable(connection, "recent_replay_keys_1"),
            new ReplayKeyTable(connection, "recent_replay_keys_2")
        };
        this.most = most;
        this.filling = tables[0].last() > tables[1].last() ? 0 : 1;
        this.nextPosition = Math.max(tables[0].last(), tables[1].last()) + 1;
    }

    /** Time until which this key is kept, if it is in the buffer, in milliseconds. */
    OptionalLong keptUntil(ReplayKey key) throws SQLException {
        byte[] hash = key.hash().bytes();
        OptionalLong found = tables[filling].keptUntil(hash);
        return found.isPresent() ? found : tables[1 - filling].keptUntil(hash);
    }

    /** Adds a key that is not in the buffer; returns whether it is not in the sorted table either. */
    boolean add(ReplayKey key) throws SQLException {
        if (!tables[filling].add(nextPosition, key.hash().bytes(), ColumnTimes.ceiling(key.keepUntil()))) {
            return false;
        }
        nextPosition++;
        return true;
    }

    /** Must be called in the transaction of every group; moves some keys to the sorted table if any are due. */
    void goOn(int added) throws SQLException {
        if (tables[filling].size() >= most && tables[1 - filling].isEmpty()) {
            turn();
            turned = true;
        }
        tables[1 - filling].sortIn(PACE * added + PACE);
    }

    /**
     * Moves the keys that have waited since the last call that returned less than its limit, so that little has to be
     * read at the next start and no key is kept longer than necessary.
     *
     * @return the number of keys moved, at most the given one
     */
    int settle(int atMost) throws SQLException {
        if (tables[1 - filling].isEmpty()) {
            if (turned) {
                turned = false;
                return 0;
            }
            turn();
        }
        return tables[1 - filling].sortIn(atMost);
    }

    void close() throws SQLException {
        for (ReplayKeyTable table : tables) {
            table.close();
        }
    }

    private void turn() {
        filling = 1 - filling;
    }
}
