package dev.countersign.server.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.countersign.server.management.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;

/** The connections that read. */
final class ReadPool implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

    private final HikariDataSource pool;

    ReadPool(Engine engine, int size) {
        var config = new HikariConfig();
        config.setPoolName("store-readers");
        config.setDataSource(engine.readers());
        config.setMaximumPoolSize(size);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(LONGEST_WAIT.toMillis());
        config.setConnectionInitSql(engine.readOnly());
        this.pool = new HikariDataSource(config);
    }

    /**
     * What the work reads, as of one moment.
     *
     * @throws StoreUnavailableException when it cannot be read
     */
    <T> T read(Work<T> work) {
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                return work.run(connection);
            } finally {
                connection.rollback();
            }
        } catch (SQLException fault) {
            throw new StoreUnavailableException(RETRY_AFTER, fault);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
