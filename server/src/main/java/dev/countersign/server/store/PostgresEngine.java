package dev.countersign.server.store;

import dev.countersign.core.grant.TokenLedger.Redemption;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLException;

/** A PostgreSQL database, which any number of nodes share. */
final class PostgresEngine implements Engine {
    /** The oldest release that is tested. */
    private static final int OLDEST = 15;

    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    /** Longer than any statement may take: what is not answered then has a dead connection. */
    private static final Duration SILENCE = Duration.ofSeconds(8);

    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(6);
    private static final Duration LONGEST_LOCK_WAIT = Duration.ofSeconds(4);
    private static final Duration LONGEST_IDLE_TRANSACTION = Duration.ofSeconds(10);

    /** While one waits for its commit, another gathers. */
    private static final int LEDGER_THREADS = 2;

    private final DatabaseSettings settings;
    private final String name;

    private PostgresEngine(DatabaseSettings settings) {
        this.settings = settings;
        this.name = name(source(settings));
    }

    /**
     * Brings the schema up to date; one node does so while others wait.
     *
     * @throws UnusableDatabaseException when the database cannot be used
     */
    static PostgresEngine open(DatabaseSettings settings) {
        var engine = new PostgresEngine(settings);
        PGSimpleDataSource unhurried = source(settings);
        try (Connection connection = unhurried.getConnection()) {
            int release = connection.getMetaData().getDatabaseMajorVersion();
            if (release < OLDEST) {
                throw new UnusableDatabaseException(
                        "%s is of release %s; release %s or newer is needed".formatted(engine.name, release, OLDEST));
            }
        } catch (PSQLException unreachable) {
            throw new UnusableDatabaseException(
                    "%s cannot be used: %s".formatted(engine.name, unreachable.getMessage()), unreachable);
        } catch (SQLException fault) {
            throw new UnusableDatabaseException("%s cannot be used".formatted(engine.name), fault);
        }
        Migrations.run(unhurried, Schema.POSTGRESQL, engine.name);
        return engine;
    }

    /** Neither the user nor the password; what the URL says beside the place may be a secret, too. */
    private static String name(PGSimpleDataSource source) {
        var places = new StringBuilder();
        String[] hosts = source.getServerNames();
        int[] ports = source.getPortNumbers();
        for (int i = 0; i < hosts.length; i++) {
            places.append(i == 0 ? "" : ",").append(hosts[i]);
            if (ports[i] != 0) {
                places.append(':').append(ports[i]);
            }
        }
        return "PostgreSQL, " + places + "/" + source.getDatabaseName();
    }

    private static PGSimpleDataSource source(DatabaseSettings settings) {
        var source = new PGSimpleDataSource();
        source.setUrl(settings.url().orElseThrow());
        settings.username().ifPresent(source::setUser);
        settings.password().ifPresent(source::setPassword);
        source.setApplicationName("countersign");
        source.setConnectTimeout((int) CONNECT_WITHIN.toSeconds());
        source.setLoginTimeout((int) SILENCE.toSeconds());
        source.setTcpKeepAlive(true);
        // of several hosts, the one that takes writes: after a promotion that is another
        source.setTargetServerType("primary");
        // the detail of an error may quote what was to be stored
        source.setLogServerErrorDetail(false);
        return source;
    }

    private static PGSimpleDataSource hurried(DatabaseSettings settings) {
        PGSimpleDataSource source = source(settings);
        source.setSocketTimeout((int) SILENCE.toSeconds());
        source.setOptions("-c statement_timeout=%s -c lock_timeout=%s -c idle_in_transaction_session_timeout=%s"
                .formatted(
                        LONGEST_STATEMENT.toMillis(),
                        LONGEST_LOCK_WAIT.toMillis(),
                        LONGEST_IDLE_TRANSACTION.toMillis()));
        return source;
    }

    /** A server that is set to answer before it has written is told to write first. */
    @Override
    public Connection openWriter() throws SQLException {
        Connection connection = hurried(settings).getConnection();
        boolean usable = false;
        try (var statement = connection.createStatement()) {
            statement.execute("""
                    SELECT set_config('synchronous_commit', 'on', false)
                    WHERE current_setting('synchronous_commit') IN ('off', 'local')""");
            usable = true;
            return connection;
        } finally {
            if (!usable) {
                connection.close();
            }
        }
    }

    @Override
    public DataSource readers() {
        return hurried(settings);
    }

    /** One moment for all statements of a transaction, as on SQLite. */
    @Override
    public String readOnly() {
        return "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    }

    @Override
    public String begin() {
        return "BEGIN; SELECT pg_advisory_xact_lock(" + Locks.TURN + ")";
    }

    @Override
    public List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException {
        return PostgresRedemptions.record(connection, group);
    }

    @Override
    public void betweenTransactions(Connection writer) {
        // the server looks after itself
    }

    @Override
    public int ledgerThreads() {
        return LEDGER_THREADS;
    }

    @Override
    public Optional<String> announcement() {
        return Optional.of("NOTIFY " + NewsOfTrust.CHANNEL);
    }

    @Override
    public Optional<String> eventNumbers() {
        return Optional.of("SELECT nextval('audit_event_ids') FROM generate_series(1, ?)");
    }

    @Override
    public Optional<Work<Integer>> tendPartitions(Instant now, Retention retention) {
        return Optional.of(connection -> Partitions.tend(connection, now, retention));
    }

    @Override
    public Optional<Work<Integer>> settleReplayKeys(int atMost) {
        return Optional.empty();
    }

    @Override
    public Optional<DataSource> news() {
        return Optional.of(hurried(settings));
    }

    @Override
    public void verifyPresence() {
        // Whether the server is there shows with the statement.
    }

    /**
     * Classes 22 (data exception) and 23 (integrity constraint violation) of the SQL standard, and 54 (program limit
     * exceeded), which is how a value too long for an index is refused.
     */
    @Override
    public boolean isFaultOfTheData(SQLException fault) {
        String state = fault.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    @Override
    public String description() {
        return name;
    }

    @Override
    public void close() {
        // Its connections belong to those who opened them.
    }

    /** The advisory locks that all nodes agree on. */
    static final class Locks {
        /** Held by whoever changes anything but the ledger. */
        static final long TURN = 7_523_001;
        /** Held shared by whoever redeems, alone by whoever begins or forgets a period. */
        static final long LEDGER = 7_523_002;

        private Locks() {}
    }
}
