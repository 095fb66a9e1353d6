package dev.countersign.server.store.sqlite;

import dev.countersign.core.grant.TokenLedger.ReplayKey;
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
    /** The more there are the fewer pages are written for each, and the more memory they take. */
    public static final int MOST = 300_000;

    /** Keys that are sorted in for each that comes: the one table is empty before the other is full. */
    private static final int PACE = 2;

    private final ReplayKeyTable[] tables;
    private final int most;
    private int filling;
    private long nextPlace;
    private boolean turned;

    /** @param most in a table before it is sorted in; {@link #MOST}, but in a test */
    ReplayKeyBuffer(Connection connection, int most) throws SQLException {
        this.tables = new ReplayKeyTable[] {
            new ReplayKeyTable(connection, "recent_replay_keys_1"),
            new ReplayKeyTable(connection, "recent_replay_keys_2")
        };
        this.most = most;
        this.filling = tables[0].last() > tables[1].last() ? 0 : 1;
        this.nextPlace = Math.max(tables[0].last(), tables[1].last()) + 1;
    }

    /** Until when this key is kept, if it is one of these, in milliseconds. */
    OptionalLong keptUntil(ReplayKey key) throws SQLException {
        byte[] hash = key.hash().bytes();
        OptionalLong found = tables[filling].keptUntil(hash);
        return found.isPresent() ? found : tables[1 - filling].keptUntil(hash);
    }

    /** Adds a key that is not one of these; says whether it is not among the sorted ones either. */
    boolean add(ReplayKey key) throws SQLException {
        if (!tables[filling].add(nextPlace, key.hash().bytes(), ColumnTimes.ceiling(key.keepUntil()))) {
            return false;
        }
        nextPlace++;
        return true;
    }

    /** To be called in the transaction of every group; sorts some in when there are any to be. */
    void goOn(int added) throws SQLException {
        if (tables[filling].size() >= most && tables[1 - filling].isEmpty()) {
            turn();
            turned = true;
        }
        tables[1 - filling].sortIn(PACE * added + PACE);
    }

    /**
     * Sorts in what has waited since the last time this was called and returned less than it was allowed to, so that little
     * is left to be read at the next start and nothing is kept longer than it must be.
     *
     * @return how many there were, at most as many as given
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
