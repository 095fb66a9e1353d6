package dev.countersign.server.store.postgres;

import dev.countersign.server.store.column.VisibleOrganizations;
import dev.countersign.server.store.database.DataSourceOfOne;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.UnusableDatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PgConnection;

/**
 * Source of every connection of a node to PostgreSQL. The settings that statements rely on are set on each connection
 * after it was created: the URL remains as the operator wrote it, and other defaults of a database or role have no
 * effect.
 */
final class PostgresConnections {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    /** Longer than any statement may take; without a response in this time the connection is considered dead. */
    private static final Duration SILENCE = Duration.ofSeconds(8);

    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(6);
    private static final Duration LONGEST_LOCK_WAIT = Duration.ofSeconds(4);
    /**
     * Time after which an unresponsive node loses its locks within a transaction, well before others stop waiting for
     * them.
     */
    static final Duration LONGEST_IDLE_TRANSACTION = Duration.ofSeconds(2);

    /** Longest time for the check whether a connection is alive. */
    private static final Duration ALIVE_WITHIN = Duration.ofSeconds(2);
    /** A connection idle for longer may have been cut, and is checked before use. */
    private static final Duration SURELY_ALIVE = Duration.ofSeconds(1);

    private static final String JDBC = "jdbc:postgresql:";

    private final PGSimpleDataSource source;
    private final PrimaryEpoch epoch = new PrimaryEpoch();

    /** The restriction of each open connection for reading. */
    private final Map<Connection, String> restrictions = Collections.synchronizedMap(new WeakHashMap<>());

    /** @throws UnusableDatabaseException when the URL cannot be used */
    PostgresConnections(StoreSettings settings) {
        this.source = source(settings);
    }

    /** Error messages never repeat the URL: it may contain a user and a password. */
    private static PGSimpleDataSource source(StoreSettings settings) {
        String url = settings.url().orElseThrow();
        if (authority(url).contains("@")) {
            throw new UnusableDatabaseException(
                    "database.url names a user before \"@\", which PostgreSQL's driver takes for a part of the host name."
                            + " Set database.username and database.password.");
        }
        Properties given = given(url);
        var source = new PGSimpleDataSource();
        source.setUrl(url);
        settings.username().ifPresent(source::setUser);
        settings.password().ifPresent(source::setPassword);
        byDefault(given, PGProperty.APPLICATION_NAME, () -> source.setApplicationName("countersign"));
        byDefault(given, PGProperty.CONNECT_TIMEOUT, () -> source.setConnectTimeout((int) CONNECT_WITHIN.toSeconds()));
        byDefault(given, PGProperty.LOGIN_TIMEOUT, () -> source.setLoginTimeout((int) SILENCE.toSeconds()));
        byDefault(given, PGProperty.TCP_KEEP_ALIVE, () -> source.setTcpKeepAlive(true));
        // after a promotion, cached states of several hosts are wrong
        byDefault(given, PGProperty.HOST_RECHECK_SECONDS, () -> source.setHostRecheckSeconds(1));
        // of several hosts, use the one that takes writes, which changes with a promotion
        source.setTargetServerType("primary");
        // the detail of an error may quote the values to be stored
        source.setLogServerErrorDetail(false);
        return source;
    }

    private static String authority(String url) {
        String rest = url.substring(JDBC.length());
        if (!rest.startsWith("//")) {
            return "";
        }
        int end = 2;
        while (end < rest.length() && "/?#".indexOf(rest.charAt(end)) < 0) {
            end++;
        }
        return rest.substring(2, end);
    }

    private static Properties given(String url) {
        Properties given = Driver.parseURL(url, null);
        if (given == null) {
            throw new UnusableDatabaseException(
                    "database.url is no URL that PostgreSQL's driver can read; it has the form"
                            + " jdbc:postgresql://host:port/database?name=value.");
        }
        return given;
    }

    private static void byDefault(Properties given, PGProperty property, Runnable setting) {
        if (given.getProperty(property.getName()) == null) {
            setting.run();
        }
    }

    /** The location of the database, without user, password and other parts of the URL. */
    String location() {
        var text = new StringBuilder();
        String[] hosts = source.getServerNames();
        int[] ports = source.getPortNumbers();
        for (int i = 0; i < hosts.length; i++) {
            text.append(i == 0 ? "" : ",").append(hosts[i]);
            if (ports[i] != 0) {
                text.append(':').append(ports[i]);
            }
        }
        return text + "/" + source.getDatabaseName();
    }

    /** Connections with a statement timeout. */
    DataSource withTimeout() {
        return new MadeConnections(() -> open(true));
    }

    /** Connections for migrations: without a statement timeout, and for the rows of all organizations. */
    DataSource withoutTimeout() {
        return new MadeConnections(() -> open(false));
    }

    private Connection open(boolean withTimeout) throws SQLException {
        Connection connection = source.getConnection();
        boolean usable = false;
        try {
            PrimaryEpoch.Server found = PrimaryEpoch.Server.read(connection);
            setUp(connection, withTimeout);
            epoch.join(raw(connection), found);
            usable = true;
            return connection;
        } finally {
            if (!usable) {
                connection.close();
            }
        }
    }

    /**
     * Sets the isolation level: statements lock first and read then, so each must see what was committed before the
     * lock was granted; another default isolation level of a database or role would show an older state. Read-only mode
     * is not changed: a server that takes no writes is not the primary.
     */
    private void setUp(Connection connection, boolean withTimeout) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED");
            if (!withTimeout) {
                statement.execute(RowSecurity.restrictionOfSession(VisibleOrganizations.ALL));
            } else {
                statement.execute("""
                        SELECT set_config('statement_timeout', '%s', false), set_config('lock_timeout', '%s', false),
                            set_config('idle_in_transaction_session_timeout', '%s', false)""".formatted(
                                LONGEST_STATEMENT.toMillis(),
                                LONGEST_LOCK_WAIT.toMillis(),
                                LONGEST_IDLE_TRANSACTION.toMillis()));
                if (connection.getNetworkTimeout() == 0) {
                    connection.setNetworkTimeout(Runnable::run, (int) SILENCE.toMillis());
                }
            }
        }
    }

    /** Returns the driver's connection inside any wrapper. */
    private static Connection raw(Connection connection) throws SQLException {
        return connection.unwrap(PgConnection.class);
    }

    /**
     * Restricts the following transactions of a connection. A connection that is restricted so already costs no round trip,
     * as always where there is one organization.
     */
    void restrict(Connection connection, VisibleOrganizations visible) throws SQLException {
        Connection raw = raw(connection);
        if (!visible.list().equals(restrictions.get(raw))) {
            restrictions.remove(raw);
            try (var statement = connection.createStatement()) {
                statement.execute(RowSecurity.restrictionOfSession(visible));
            }
            restrictions.put(raw, visible.list());
        }
    }

    /** Whether the connection leads to the primary, as far as is known. */
    boolean isCurrent(Connection connection) throws SQLException {
        return epoch.isCurrent(raw(connection));
    }

    /** Whether the connection can be used after being idle for this time. */
    boolean isUsable(Connection connection, Duration silent) throws SQLException {
        return isCurrent(connection)
                && (silent.compareTo(SURELY_ALIVE) < 0 || connection.isValid((int) ALIVE_WITHIN.toSeconds()));
    }

    /** Reports that the server of a connection is no longer the primary. */
    void leave(Connection connection) throws SQLException {
        epoch.leave(raw(connection));
    }

    /**
     * Checks that the server of a connection still takes writes, and reports it otherwise.
     *
     * @throws SQLException when it does not, or does not answer
     */
    void verify(Connection connection) throws SQLException {
        if (!PrimaryEpoch.Server.read(connection).takesWrites()) {
            leave(connection);
            throw new SQLException("the server takes no writes any more");
        }
    }

    /**
     * Checks which server a new connection leads to: if it is another server than that of the existing connections, all
     * of them are replaced. An old primary that has not been demoted still answers like the primary.
     *
     * @return whether it was another server
     */
    boolean moves() throws SQLException {
        long before = epoch.number();
        withTimeout().getConnection().close();
        return epoch.number() != before;
    }

    /** A method of creating a connection. */
    private interface Making {
        Connection make() throws SQLException;
    }

    /** A data source without settings of its own. */
    private record MadeConnections(Making making) implements DataSourceOfOne {
        @Override
        public Connection getConnection() throws SQLException {
            return making.make();
        }
    }
}
