package dev.countersign.server.store.database;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.cluster.NotificationSource;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.VisibleOrganizations;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The embedded database on a disk that a test can fill. */
public final class LimitedEngine implements Engine {
    private final Engine engine;
    private volatile boolean full;
    final AtomicInteger connections = new AtomicInteger();

    public LimitedEngine(Engine engine) {
        this.engine = engine;
    }

    public void full(boolean isFull) {
        full = isFull;
    }

    @Override
    public Connection openWriter() throws SQLException {
        connections.incrementAndGet();
        Connection connection = engine.openWriter();
        if (full) {
            limit(connection);
        }
        return connection;
    }

    /** Lets the database take no further page. */
    public static int limit(Connection connection) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("PRAGMA max_page_count = 1");
            return 1;
        }
    }

    @Override
    public DataSource readers() {
        return engine.readers();
    }

    @Override
    public String readOnly() {
        return engine.readOnly();
    }

    @Override
    public void restrict(Connection reader, VisibleOrganizations visible) throws SQLException {
        engine.restrict(reader, visible);
    }

    @Override
    public String begin(VisibleOrganizations visible) {
        return engine.begin(visible);
    }

    @Override
    public List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException {
        return engine.record(connection, group);
    }

    @Override
    public Optional<Redemption.Replayed> spend(OrganizationConnection writer, List<ReplayKey> keys)
            throws SQLException {
        return engine.spend(writer, keys);
    }

    @Override
    public void excludeRedemptions(Connection writer) throws SQLException {
        engine.excludeRedemptions(writer);
    }

    @Override
    public void separateOrganizations(Connection writer) throws SQLException {
        engine.separateOrganizations(writer);
    }

    @Override
    public void betweenTransactions(Connection writer) throws SQLException {
        engine.betweenTransactions(writer);
    }

    @Override
    public int ledgerThreads() {
        return engine.ledgerThreads();
    }

    @Override
    public Optional<String> announcement() {
        return engine.announcement();
    }

    @Override
    public Optional<String> eventNumbers() {
        return engine.eventNumbers();
    }

    @Override
    public Optional<Work<Integer>> maintainPartitions(Instant now, Retention retention) {
        return engine.maintainPartitions(now, retention);
    }

    @Override
    public Optional<Work<Integer>> settleReplayKeys(int atMost) {
        return engine.settleReplayKeys(atMost);
    }

    @Override
    public Optional<NotificationSource> notifications() {
        return engine.notifications();
    }

    @Override
    public boolean isCurrent(Connection connection) throws SQLException {
        return engine.isCurrent(connection);
    }

    @Override
    public boolean isUsable(Connection writer, Duration silent) throws SQLException {
        return engine.isUsable(writer, silent);
    }

    @Override
    public void givenUp(Connection connection, SQLException fault) throws SQLException {
        engine.givenUp(connection, fault);
    }

    @Override
    public boolean isBusy(SQLException fault) {
        return engine.isBusy(fault);
    }

    @Override
    public boolean isLost(SQLException fault) {
        return engine.isLost(fault);
    }

    @Override
    public boolean isRefused(SQLException fault) {
        return engine.isRefused(fault);
    }

    @Override
    public boolean isFaultOfTheData(SQLException fault) {
        return engine.isFaultOfTheData(fault);
    }

    @Override
    public String collation() {
        return engine.collation();
    }

    @Override
    public String description() {
        return engine.description();
    }

    @Override
    public void close() {
        engine.close();
    }
}
