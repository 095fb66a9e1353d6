package dev.countersign.server.store.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.store.column.VisibleOrganizations;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;

/** The pool of read-only connections. */
public final class ReadPool implements AutoCloseable {
    private static final Logger LOG = System.getLogger(ReadPool.class.getName());
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private static final Duration ALIVE_WITHIN = Duration.ofSeconds(1);

    private final Engine engine;
    private final HikariDataSource pool;

    /** @throws UnusableDatabaseException when no connection can be opened */
    public ReadPool(Engine engine, int size) {
        this.engine = engine;
        var config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setDataSource(engine.readers());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.setValidationTimeout(ALIVE_WITHIN.toMillis());
        config.setConnectionInitSql(engine.readOnly());
        try {
            this.pool = new HikariDataSource(config);
        } catch (HikariPool.PoolInitializationException refused) {
            throw UnusableDatabaseException.refused(engine.description(), refused);
        }
    }

    public Engine engine() {
        return engine;
    }

    /**
     * Returns the result of work that is not about one organization, read from one snapshot. When the connection was lost, the others may be too: the
     * work is repeated once on a new one.
     *
     * @throws StoreUnavailableException when reading fails
     */
    public <T> T read(Work<T> work) {
        return read(VisibleOrganizations.ALL, work);
    }

    <T> T read(VisibleOrganizations visible, Work<T> work) {
        try {
            try {
                return once(visible, work);
            } catch (SQLException fault) {
                if (!engine.isLost(fault)) {
                    throw fault;
                }
                LOG.log(Level.DEBUG, "A connection was lost during a read; a new one is tried", fault);
                pool.getHikariPoolMXBean().softEvictConnections();
                return once(visible, work);
            }
        } catch (SQLException fault) {
            if (engine.isFaultOfTheData(fault)) {
                throw new IllegalStateException("a question was put that the database cannot take", fault);
            }
            throw new StoreUnavailableException(RETRY_AFTER, fault);
        }
    }

    /** Nothing was written; the pool ends the transaction when the connection is returned. */
    private <T> T once(VisibleOrganizations visible, Work<T> work) throws SQLException {
        try (Connection connection = current()) {
            engine.restrict(connection, visible);
            connection.setAutoCommit(false);
            return work.run(connection);
        }
    }

    /** Returns a connection to the server of the writer, and closes those that lead elsewhere. */
    private Connection current() throws SQLException {
        for (int tries = 0; tries <= pool.getMaximumPoolSize(); tries++) {
            Connection connection = pool.getConnection();
            if (engine.isCurrent(connection)) {
                return connection;
            }
            pool.evictConnection(connection);
            connection.close();
        }
        throw new SQLTransientConnectionException("no connection leads to the server that takes writes");
    }

    @Override
    public void close() {
        pool.close();
    }
}
