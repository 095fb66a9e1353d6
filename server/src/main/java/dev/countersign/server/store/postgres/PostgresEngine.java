package dev.countersign.server.store.postgres;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.cluster.NotificationSource;
import dev.countersign.server.store.cluster.TrustChangeListener;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.VisibleOrganizations;
import dev.countersign.server.store.database.Engine;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.store.database.Work;
import dev.countersign.server.store.database.WriteConnection;
import dev.countersign.server.store.schema.Migrations;
import dev.countersign.server.store.schema.Schema;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGConnection;

/** A PostgreSQL database shared by any number of nodes. */
public final class PostgresEngine implements Engine {
    /** The oldest supported release. */
    private static final int OLDEST = 15;

    /** While one thread waits for its commit, the other collects the next group. */
    private static final int LEDGER_THREADS = 2;

    private static final Set<String> BUSY = Set.of("55P03", "40P01", "40001");
    private static final Set<String> CONNECTION_ENDED = Set.of("57P01", "57P02", "57P03", "25P03");

    private static final Logger LOG = System.getLogger(PostgresEngine.class.getName());

    private final PostgresConnections connections;
    private final String name;

    private PostgresEngine(PostgresConnections connections) {
        this.connections = connections;
        this.name = "PostgreSQL, " + connections.location();
    }

    /**
     * Opens the database and migrates the schema; one node migrates while the others wait.
     *
     * @throws UnusableDatabaseException when the database cannot be used
     */
    public static PostgresEngine open(StoreSettings settings) {
        var engine = new PostgresEngine(new PostgresConnections(settings));
        DataSource withoutTimeout = engine.connections.withoutTimeout();
        try {
            engine.check(withoutTimeout);
        } catch (SQLException refused) {
            throw UnusableDatabaseException.refused(engine.name, refused);
        }
        Migrations.run(withoutTimeout, Schema.POSTGRESQL, engine.name);
        try {
            engine.checkSeparation(withoutTimeout);
        } catch (SQLException fault) {
            throw UnusableDatabaseException.refused(engine.name, fault);
        }
        return engine;
    }

    /** Completes the separation of organizations, if there are several: a migration may have added tables. */
    private void checkSeparation(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            if (!RowSecurity.isNeeded(connection)) {
                return;
            }
            if (!RowSecurity.missing(connection).isEmpty()) {
                connection.setAutoCommit(false);
                try (var statement = connection.createStatement()) {
                    statement.execute("SELECT pg_advisory_xact_lock(" + Locks.TURN + ")");
                }
                separateOrganizations(connection);
                connection.commit();
            }
            if (RowSecurity.isBypassed(connection)) {
                LOG.log(
                        Level.WARNING,
                        "The role that this server uses in the database is a superuser or has BYPASSRLS, so that PostgreSQL"
                                + " does not enforce the separation of organizations; use another one");
            }
        }
    }

    private void check(DataSource source) throws SQLException {
        try (Connection connection = source.getConnection()) {
            int release = connection.getMetaData().getDatabaseMajorVersion();
            if (release < OLDEST) {
                throw new UnusableDatabaseException(
                        "%s is of release %s; release %s or newer is needed".formatted(name, release, OLDEST));
            }
            String encoding = connection.unwrap(PGConnection.class).getParameterStatus("server_encoding");
            if (!"UTF8".equals(encoding)) {
                throw new UnusableDatabaseException(
                        "%s stores text as %s, which lacks characters that names and claims have. Make the database with ENCODING 'UTF8' (and TEMPLATE template0)."
                                .formatted(name, encoding));
            }
        }
        if (!SessionPooling.isKept(source)) {
            throw new UnusableDatabaseException(
                    "%s is reached through a pooler that gives each transaction another session. Set its pool mode to \"session\", or connect to PostgreSQL itself."
                            .formatted(name));
        }
    }

    /** Configures synchronous commit even if the server's default reports a commit before it is on disk. */
    @Override
    public Connection openWriter() throws SQLException {
        Connection connection = connections.withTimeout().getConnection();
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
        return connections.withTimeout();
    }

    /** One snapshot for all statements of a transaction, as on SQLite. */
    @Override
    public String readOnly() {
        return "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY";
    }

    @Override
    public String begin(VisibleOrganizations visible) {
        return "BEGIN; " + RowSecurity.restriction(visible) + "; SELECT pg_advisory_xact_lock(" + Locks.TURN + ")";
    }

    @Override
    public void restrict(Connection reader, VisibleOrganizations visible) throws SQLException {
        connections.restrict(reader, visible);
    }

    @Override
    public List<Redemption> record(WriteConnection connection, List<PendingRedemption> group) throws SQLException {
        return PostgresRedemptions.record(connection, group);
    }

    @Override
    public Optional<Redemption.Replayed> spend(OrganizationConnection writer, List<ReplayKey> keys)
            throws SQLException {
        return PostgresRedemptions.spend(writer, keys);
    }

    @Override
    public void excludeRedemptions(Connection writer) throws SQLException {
        try (var statement = writer.createStatement()) {
            statement.execute("SELECT pg_advisory_xact_lock(" + Locks.LEDGER + ")");
        }
    }

    /** Redemptions are excluded first, because they lock the same tables in another order. */
    @Override
    public void separateOrganizations(Connection writer) throws SQLException {
        List<String> missing = RowSecurity.missing(writer);
        if (!missing.isEmpty()) {
            excludeRedemptions(writer);
            try (var statement = writer.createStatement()) {
                statement.execute(String.join(";\n", missing));
            }
        }
    }

    @Override
    public void betweenTransactions(Connection writer) {
        // the server maintains itself
    }

    @Override
    public int ledgerThreads() {
        return LEDGER_THREADS;
    }

    @Override
    public Optional<String> announcement() {
        return Optional.of("NOTIFY " + TrustChangeListener.CHANNEL);
    }

    @Override
    public Optional<String> eventNumbers() {
        return Optional.of("SELECT nextval('audit_event_ids') FROM generate_series(1, ?)");
    }

    @Override
    public Optional<Work<Integer>> maintainPartitions(Instant now, Retention retention) {
        return Optional.of(connection -> Partitions.maintain(connection, now, retention));
    }

    @Override
    public Optional<Work<Integer>> settleReplayKeys(int atMost) {
        return Optional.empty();
    }

    @Override
    public Optional<NotificationSource> notifications() {
        return Optional.of(new NotificationSource() {
            @Override
            public Connection open() throws SQLException {
                return connections.withTimeout().getConnection();
            }

            @Override
            public boolean isCurrent(Connection connection) throws SQLException {
                return connections.isCurrent(connection);
            }

            @Override
            public void verify(Connection connection) throws SQLException {
                connections.verify(connection);
            }

            @Override
            public boolean moves() throws SQLException {
                return connections.moves();
            }
        });
    }

    @Override
    public boolean isCurrent(Connection connection) throws SQLException {
        return connections.isCurrent(connection);
    }

    @Override
    public boolean isUsable(Connection writer, Duration silent) throws SQLException {
        return connections.isUsable(writer, silent);
    }

    /** A server that takes no writes is not the primary, so the connections for reading are replaced too. */
    @Override
    public void givenUp(Connection connection, SQLException fault) throws SQLException {
        if (isRefused(fault)) {
            connections.leave(connection);
        }
    }

    /**
     * Classes 22 (data exception), 23 (integrity constraint violation) and 54 (program limit exceeded; the error for a
     * value too long for an index) of the SQL standard.
     */
    @Override
    public boolean isFaultOfTheData(SQLException fault) {
        String state = fault.getSQLState();
        return state != null && (state.startsWith("22") || state.startsWith("23") || state.startsWith("54"));
    }

    /** {@code lock_not_available}, {@code deadlock_detected}, {@code serialization_failure}. */
    @Override
    public boolean isBusy(SQLException fault) {
        return BUSY.contains(String.valueOf(fault.getSQLState()));
    }

    /**
     * Class 08 (connection exception), the codes of a server shutdown, {@code idle_in_transaction_session_timeout}, and
     * those of {@link #isRefused}.
     */
    @Override
    public boolean isLost(SQLException fault) {
        String state = String.valueOf(fault.getSQLState());
        return state.startsWith("08") || CONNECTION_ENDED.contains(state) || isRefused(fault);
    }

    /** {@code read_only_sql_transaction}. */
    @Override
    public boolean isRefused(SQLException fault) {
        return "25006".equals(fault.getSQLState());
    }

    @Override
    public String collation() {
        return "\"C\"";
    }

    @Override
    public String description() {
        return name;
    }

    @Override
    public void close() {
        // Connections are closed by the code that opened them.
    }

    /** The keys of advisory locks, common to all nodes. */
    public static final class Locks {
        /** Held for every change of anything but the ledger. */
        public static final long TURN = 7_523_001;
        /** Held shared for a redemption, and exclusively to begin or delete a period, or to block a subject. */
        public static final long LEDGER = 7_523_002;

        private Locks() {}
    }
}
