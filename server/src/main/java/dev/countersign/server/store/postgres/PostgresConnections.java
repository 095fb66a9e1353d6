package dev.countersign.server.store.postgres;

import dev.countersign.server.store.database.DataSourceOfOne;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.UnusableDatabaseException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import javax.sql.DataSource;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.jdbc.PgConnection;

/**
 * Source of every connection of a node to PostgreSQL. What our statements rely on is set on each connection after it was made: what
 * the URL says stays as the operator wrote it, and a database or role with other defaults changes nothing.
 */
final class PostgresConnections {
    private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);
    /** Longer than any statement may take: what is not answered then has a dead connection. */
    private static final Duration SILENCE = Duration.ofSeconds(8);

    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(6);
    private static final Duration LONGEST_LOCK_WAIT = Duration.ofSeconds(4);
    /**
     * A node that falls silent within a transaction loses its locks after this time, which is well before others give up
     * waiting for them.
     */
    static final Duration LONGEST_IDLE_TRANSACTION = Duration.ofSeconds(2);

    /** How long an answer to the question whether a connection is alive may take. */
    private static final Duration ALIVE_WITHIN = Duration.ofSeconds(2);
    /** A connection that was silent for longer may have been cut on the way, and is tried before it is used. */
    private static final Duration SURELY_ALIVE = Duration.ofSeconds(1);

    private static final String JDBC = "jdbc:postgresql:";

    private final PGSimpleDataSource source;
    private final PrimaryEpoch epoch = new PrimaryEpoch();

    /** @throws UnusableDatabaseException when the URL cannot be used */
    PostgresConnections(StoreSettings settings) {
        this.source = source(settings);
    }

    /** What is said of a URL never repeats it: it may hold a user and a password. */
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
        // after a promotion, what was known of several hosts is wrong
        byDefault(given, PGProperty.HOST_RECHECK_SECONDS, () -> source.setHostRecheckSeconds(1));
        // of several hosts, the one that takes writes: after a promotion that is another
        source.setTargetServerType("primary");
        // the detail of an error may quote what was to be stored
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

    /** The place of the database: neither the user nor the password, and nothing else that the URL says. */
    String place() {
        var places = new StringBuilder();
        String[] hosts = source.getServerNames();
        int[] ports = source.getPortNumbers();
        for (int i = 0; i < hosts.length; i++) {
            places.append(i == 0 ? "" : ",").append(hosts[i]);
            if (ports[i] != 0) {
                places.append(':').append(ports[i]);
            }
        }
        return places + "/" + source.getDatabaseName();
    }

    /** Connections of statements that end soon, or are ended. */
    DataSource hurried() {
        return new MadeConnections(() -> open(true));
    }

    /** Connections of migrations, which take their time. */
    DataSource unhurried() {
        return new MadeConnections(() -> open(false));
    }

    private Connection open(boolean hurried) throws SQLException {
        Connection connection = source.getConnection();
        boolean usable = false;
        try {
            PrimaryEpoch.Server found = PrimaryEpoch.Server.read(connection);
            setUp(connection, hurried);
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
     * Our statements lock first and read then, so each must see what was committed before it: another isolation level, as a
     * database or a role may have by default, would show what was there before the lock was given. Whether the server takes
     * writes is not set: a server that does not is not the primary.
     */
    private void setUp(Connection connection, boolean hurried) throws SQLException {
        try (var statement = connection.createStatement()) {
            statement.execute("SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED");
            if (hurried) {
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

    /** The connection as the driver made it, whatever holds it. */
    private static Connection raw(Connection connection) throws SQLException {
        return connection.unwrap(PgConnection.class);
    }

    /** Whether the connection leads to the primary, as far as is known. */
    boolean isCurrent(Connection connection) throws SQLException {
        return epoch.isCurrent(raw(connection));
    }

    /** Whether the connection can be used after it was silent for so long. */
    boolean isUsable(Connection connection, Duration silent) throws SQLException {
        return isCurrent(connection)
                && (silent.compareTo(SURELY_ALIVE) < 0 || connection.isValid((int) ALIVE_WITHIN.toSeconds()));
    }

    /** Gives the server of a connection up as the primary. */
    void leave(Connection connection) throws SQLException {
        epoch.leave(raw(connection));
    }

    /**
     * Asks the server of a connection whether it still takes writes, and gives it up if not.
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
     * Looks where a new connection leads: if that is another server than the one of all others, they are all made anew. An
     * old primary that nobody has told that it is one still answers as if it were.
     *
     * @return whether it was another server
     */
    boolean moves() throws SQLException {
        long before = epoch.number();
        hurried().getConnection().close();
        return epoch.number() != before;
    }

    /** A way to make a connection. */
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
