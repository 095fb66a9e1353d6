package dev.countersign.server.store.sqlite;

import dev.countersign.base.file.OwnerOnlyFile;
import dev.countersign.base.text.FailureText;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.cluster.NotificationSource;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.VisibleOrganizations;
import dev.countersign.server.store.database.Engine;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.store.database.Work;
import dev.countersign.server.store.database.WriteConnection;
import dev.countersign.server.store.schema.Migrations;
import dev.countersign.server.store.schema.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteOpenMode;

/** The embedded database: one SQLite file with a write-ahead log, synchronised to disk on every commit. */
public final class SqliteEngine implements Engine {
    private static final System.Logger LOG = System.getLogger(SqliteEngine.class.getName());

    /** Time that a statement waits for another process that has locked the file. */
    private static final Duration BUSY_TIMEOUT = Duration.ofSeconds(2);

    private static final int LARGEST_IDLE_LOG_BYTES = 64 * 1024 * 1024;

    /** A batch of events touches hundreds of index pages. With SQLite's default of 2 MB some would be written twice. */
    private static final int WRITER_CACHE_KIB = 4 * 1024;

    /** Size of the write-ahead log, in pages, at which the writer runs a checkpoint itself if none has run: 64 MB. */
    private static final int MOST_PAGES = 16 * 1024;

    private static final Set<Integer> FAULTS_OF_THE_DATA = Set.of(
            SQLiteErrorCode.SQLITE_CONSTRAINT.code,
            SQLiteErrorCode.SQLITE_MISMATCH.code,
            SQLiteErrorCode.SQLITE_TOOBIG.code);

    private final Path file;
    private final ProcessLock lock;
    private final int mostRecentKeys;
    private final @Nullable Object fileKey;
    private final WalCheckpoints checkpoints;
    private @Nullable RedemptionStatements statements;

    private SqliteEngine(Path file, ProcessLock lock, int mostRecentKeys) throws IOException {
        this.file = file;
        this.lock = lock;
        this.mostRecentKeys = mostRecentKeys;
        this.fileKey = fileKey(file);
        this.checkpoints = WalCheckpoints.start(source(file));
    }

    /**
     * Opens the database in this folder, and creates it if necessary.
     *
     * @throws UnusableDatabaseException when it cannot be used
     */
    public static SqliteEngine open(Path dataFolder) {
        return open(dataFolder, ReplayKeyBuffer.MOST);
    }

    /**
     * Opens the database in a folder.
     *
     * @param mostRecentKeys as in {@link ReplayKeyBuffer}
     */
    public static SqliteEngine open(Path dataFolder, int mostRecentKeys) {
        try {
            DataFolder folder = DataFolder.prepare(dataFolder);
            ProcessLock lock = ProcessLock.acquire(folder.path());
            boolean open = false;
            try {
                SqliteEngine engine = open(folder, lock, mostRecentKeys);
                open = true;
                return engine;
            } finally {
                if (!open) {
                    lock.close();
                }
            }
        } catch (IOException fault) {
            throw new UnusableDatabaseException(
                    "The folder %s cannot be used for the database: %s".formatted(dataFolder, FailureText.of(fault)),
                    fault);
        }
    }

    private static SqliteEngine open(DataFolder folder, ProcessLock lock, int mostRecentKeys) throws IOException {
        if (Files.exists(folder.database())) {
            OwnerOnlyFile.restrict(folder.database());
            SqliteIntegrity.check(source(folder.database()), folder.database());
            migrate(folder.database());
        } else if (Files.exists(folder.writeAheadLog())) {
            throw new UnusableDatabaseException(
                    "The database %s is missing, but its write-ahead log is there. Put the file back, or restore a backup of both."
                            .formatted(folder.database()));
        } else {
            folder.beginNew();
            migrate(folder.unfinished());
            folder.finishNew();
        }
        return new SqliteEngine(folder.database(), lock, mostRecentKeys);
    }

    private static void migrate(Path file) {
        Migrations.run(source(file), Schema.SQLITE, file.toString());
    }

    private static SQLiteDataSource source(Path file) {
        var config = new SQLiteConfig();
        // A missing file must not be replaced by an empty one: all redemptions would be lost.
        config.resetOpenMode(SQLiteOpenMode.CREATE);
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setJournalSizeLimit(LARGEST_IDLE_LOG_BYTES);
        config.setBusyTimeout((int) BUSY_TIMEOUT.toMillis());
        config.enforceForeignKeys(true);
        config.setGetGeneratedKeys(false);
        var source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
        return source;
    }

    @Override
    public Connection openWriter() throws SQLException {
        verifyPresence();
        Connection connection = source(file).getConnection();
        try (var statement = connection.createStatement()) {
            // Without it the disk of a Mac may report data as written that is still in its cache. Other systems ignore
            // it.
            statement.execute("PRAGMA fullfsync = ON");
            statement.execute("PRAGMA cache_size = -" + WRITER_CACHE_KIB);
            statement.execute("PRAGMA wal_autocheckpoint = " + MOST_PAGES);
        }
        return connection;
    }

    @Override
    public DataSource readers() {
        return source(file);
    }

    @Override
    public String readOnly() {
        return "PRAGMA query_only = ON";
    }

    @Override
    public String begin(VisibleOrganizations visible) {
        return "BEGIN IMMEDIATE";
    }

    @Override
    public void restrict(Connection reader, VisibleOrganizations visible) {
        // the conditions of the statements are the only restriction
    }

    @Override
    public List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException {
        return remembering(() -> connection.transact(
                VisibleOrganizations.ALL, open -> statements(open).record(group)));
    }

    @Override
    public Optional<Redemption.Replayed> spend(OrganizationConnection writer, List<ReplayKey> keys)
            throws SQLException {
        return remembering(() -> statements(writer.connection()).spend(keys));
    }

    @Override
    public Optional<Work<Integer>> settleReplayKeys(int atMost) {
        return Optional.of(open -> remembering(() -> statements(open).settle(atMost)));
    }

    private interface Step<T> {
        T run() throws SQLException;
    }

    /** Discards the state in memory after a failed transaction, and reads it again before the next. */
    private <T> T remembering(Step<T> step) throws SQLException {
        boolean done = false;
        try {
            T result = step.run();
            done = true;
            return result;
        } finally {
            RedemptionStatements given = statements;
            if (!done && given != null) {
                statements = null;
                close(given);
            }
        }
    }

    /** Ignores failures: the statements of a closed connection are closed too. */
    private static void close(RedemptionStatements statements) {
        try {
            statements.close();
        } catch (SQLException fault) {
            LOG.log(System.Logger.Level.DEBUG, "Statements could not be closed; they end with their connection", fault);
        }
    }

    @Override
    public void excludeRedemptions(Connection writer) {
        // the writer's transaction is the only one that writes
    }

    @Override
    public void separateOrganizations(Connection writer) {
        // the schema separates them, and no other version can have opened the file
    }

    @Override
    public void betweenTransactions(Connection writer) throws SQLException {
        checkpoints.afterTransaction(writer);
    }

    /** The statements of this connection; used only by the writer's thread. */
    private RedemptionStatements statements(Connection connection) throws SQLException {
        if (statements == null || !statements.areOf(connection)) {
            statements = new RedemptionStatements(connection, mostRecentKeys);
        }
        return statements;
    }

    /** None: redemptions are recorded by the single writer of the database. */
    @Override
    public int ledgerThreads() {
        return 0;
    }

    @Override
    public Optional<String> announcement() {
        return Optional.empty();
    }

    @Override
    public Optional<String> eventNumbers() {
        return Optional.empty();
    }

    @Override
    public Optional<Work<Integer>> maintainPartitions(Instant now, Retention retention) {
        return Optional.empty();
    }

    @Override
    public Optional<NotificationSource> notifications() {
        return Optional.empty();
    }

    @Override
    public boolean isCurrent(Connection connection) {
        return true;
    }

    @Override
    public boolean isUsable(Connection writer, Duration silent) throws SQLException {
        verifyPresence();
        return true;
    }

    @Override
    public void givenUp(Connection connection, SQLException fault) {
        // the file is the same for every connection
    }

    /** Checks the file itself: on Unix, SQLite would continue to write to a file that was removed or replaced. */
    private void verifyPresence() throws SQLException {
        try {
            if (!Objects.equals(fileKey, fileKey(file))) {
                throw new SQLNonTransientConnectionException(
                        "The database file was replaced while it was in use; put it back, or restart the server");
            }
        } catch (IOException gone) {
            throw new SQLNonTransientConnectionException("The database file is gone", gone);
        }
    }

    private static @Nullable Object fileKey(Path file) throws IOException {
        return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    }

    @Override
    public boolean isFaultOfTheData(SQLException fault) {
        return FAULTS_OF_THE_DATA.contains(fault.getErrorCode() & 0xFF);
    }

    /**
     * There are no other nodes: a process that holds the lock on the file is not part of this server, and nothing is
     * written until it has released it.
     */
    @Override
    public boolean isBusy(SQLException fault) {
        return false;
    }

    @Override
    public boolean isLost(SQLException fault) {
        return false;
    }

    @Override
    public boolean isRefused(SQLException fault) {
        return false;
    }

    @Override
    public String collation() {
        return "BINARY";
    }

    @Override
    public String description() {
        return "SQLite, " + file;
    }

    @Override
    public void close() {
        checkpoints.close();
        lock.close();
    }
}
