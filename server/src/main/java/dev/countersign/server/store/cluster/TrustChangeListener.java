package dev.countersign.server.store.cluster;

import dev.countersign.server.operation.StoreUnavailableException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * Listener for changes made by other nodes. It is notified when another node has changed the trust configuration, and
 * polls every second in case a notification was lost. While the database cannot be reached the configuration in memory
 * becomes stale, and after the tolerance it is no longer relied on.
 */
public final class TrustChangeListener implements AutoCloseable {
    public static final String CHANNEL = "countersign_trust";
    private static final String FAILURES = "countersign_failures";

    private static final Logger LOG = System.getLogger(TrustChangeListener.class.getName());
    private static final Duration BETWEEN_POLLS = Duration.ofSeconds(1);
    private static final Duration LONGEST_CLOSING = Duration.ofSeconds(5);

    private final NotificationSource source;
    private final Runnable refresh;
    private final SharedFailures failures;
    private final Duration tolerance;
    private final Thread thread;
    private volatile long confirmedAt = System.nanoTime();
    private volatile boolean closed;
    private long probedAt = System.nanoTime();
    private boolean away;

    private TrustChangeListener(
            NotificationSource source, Runnable refresh, SharedFailures failures, Duration tolerance) {
        this.source = source;
        this.refresh = refresh;
        this.failures = failures;
        this.tolerance = tolerance;
        this.thread = Thread.ofPlatform().name("trust-changes").daemon().unstarted(this::listen);
    }

    /**
     * Starts listening. The configuration counts as fresh at this time.
     *
     * @param refresh reads the trust configuration again if it was changed
     * @param failures authentication failures that nodes report to each other
     * @param tolerance time for which the configuration may be relied on without a check
     */
    public static TrustChangeListener start(
            NotificationSource source, Runnable refresh, SharedFailures failures, Duration tolerance) {
        var listener = new TrustChangeListener(source, refresh, failures, tolerance);
        listener.thread.start();
        return listener;
    }

    /** Whether the configuration was confirmed within the tolerance. */
    public BooleanSupplier freshness() {
        return () -> System.nanoTime() - confirmedAt < tolerance.toNanos();
    }

    private void listen() {
        Connection connection = null;
        try {
            while (!closed) {
                connection = received(connection);
                checkWhereNewConnectionsLead();
                poll();
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } finally {
            close(connection);
        }
    }

    /** Waits for a notification, at most a second; opens a connection first if necessary. */
    private @Nullable Connection received(@Nullable Connection before) throws InterruptedException {
        try {
            Connection connection = before != null && source.isCurrent(before) ? before : opened(before);
            source.verify(connection);
            send(connection);
            PGConnection listening = connection.unwrap(PGConnection.class);
            for (PGNotification received : listening.getNotifications((int) BETWEEN_POLLS.toMillis())) {
                if (received.getName().equals(FAILURES) && received.getPID() != listening.getBackendPID()) {
                    failures.receive(received.getParameter());
                }
            }
            return connection;
        } catch (SQLException gone) {
            LOG.log(Level.DEBUG, "No notifications arrive from the database; it is polled instead", gone);
            close(before);
            Thread.sleep(BETWEEN_POLLS);
            return null;
        }
    }

    /**
     * Periodically opens a new connection, to check that it leads to the same server as the others. If none can be
     * opened, the existing ones are used as long as they answer and take writes.
     */
    private void checkWhereNewConnectionsLead() {
        if (System.nanoTime() - probedAt < tolerance.toNanos() / 4) {
            return;
        }
        probedAt = System.nanoTime();
        try {
            if (source.moves()) {
                LOG.log(Level.INFO, "New connections lead to another server, which is now used");
            }
        } catch (SQLException none) {
            LOG.log(Level.DEBUG, "No new connection can be opened to check the server", none);
        }
    }

    private Connection opened(@Nullable Connection before) throws SQLException {
        close(before);
        Connection connection = source.open();
        try (var statement = connection.createStatement()) {
            statement.execute("LISTEN " + CHANNEL);
            statement.execute("LISTEN " + FAILURES);
            return connection;
        } catch (SQLException fault) {
            close(connection);
            throw fault;
        }
    }

    private void send(Connection connection) throws SQLException {
        Optional<String> unsent = failures.unsent();
        if (unsent.isPresent()) {
            try (var statement = connection.prepareStatement("SELECT pg_notify(?, ?)")) {
                statement.setString(1, FAILURES);
                statement.setString(2, unsent.get());
                statement.execute();
            }
        }
    }

    private void poll() {
        long asked = System.nanoTime();
        try {
            refresh.run();
            confirmedAt = asked;
            if (away) {
                LOG.log(Level.INFO, "The trust configuration can be read again");
            }
            away = false;
        } catch (StoreUnavailableException gone) {
            if (!away) {
                LOG.log(Level.WARNING, "The trust configuration cannot be read; issuance will soon stop", gone);
            }
            away = true;
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "A change by another node cannot be read; issuance will soon stop", fault);
        }
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException fault) {
                LOG.log(Level.DEBUG, "A connection did not close cleanly; it is abandoned", fault);
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(LONGEST_CLOSING);
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }
}
