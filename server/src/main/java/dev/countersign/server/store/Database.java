package dev.countersign.server.store;

import dev.countersign.core.client.Throttles;
import dev.countersign.server.notice.NoticeDeliveries;
import dev.countersign.server.organization.OrganizationRecords;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.VisitStore;
import dev.countersign.server.run.PeriodicTasks;
import dev.countersign.server.store.audit.AuditLog;
import dev.countersign.server.store.cluster.NotificationSource;
import dev.countersign.server.store.cluster.SharedFailures;
import dev.countersign.server.store.cluster.TrustChangeListener;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.Engine;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.database.ReadPool;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.StoreWriter;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.store.notice.SqlNoticeDeliveries;
import dev.countersign.server.store.organization.SqlOrganizations;
import dev.countersign.server.store.people.SqlVisits;
import dev.countersign.server.store.postgres.PostgresEngine;
import dev.countersign.server.store.sqlite.SqliteEngine;
import dev.countersign.server.store.trust.RecordedUses;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** The database of one server, open and migrated, with the adapters of all ports that need it. */
public final class Database implements AutoCloseable {
    /** Longer than a write takes under normal conditions; after this time a caller is asked to retry. */
    private static final Duration TIME_LIMIT = Duration.ofSeconds(10);

    private static final Duration BETWEEN_PURGES = Duration.ofMinutes(1);
    private static final Duration BETWEEN_FLUSHES = Duration.ofSeconds(5);

    private final Engine engine;
    private final ReadPool readers;
    private final InstantSource clock;
    private final StoreWriter writer;
    private final AuditLog auditLog;
    private final RecordedUses uses;
    private final PeriodicTasks tasks = new PeriodicTasks("store-tasks");
    private final Runnable flushUses;
    private final SharedFailures failures;
    private @Nullable TrustChangeListener notifications;

    private Database(
            Engine engine, ReadPool readers, Retention retention, InstantSource clock, IntConsumer groupSizes) {
        this.engine = engine;
        this.readers = readers;
        this.clock = clock;
        this.failures = new SharedFailures(clock);
        this.writer = StoreWriter.start(engine, groupSizes, TIME_LIMIT);
        this.auditLog = AuditLog.start(writer);
        this.uses = new RecordedUses(writer);
        var purge = new Purge(writer, clock, retention);
        this.flushUses = tasks.add("record of uses", BETWEEN_FLUSHES, BETWEEN_FLUSHES, uses::flush);
        tasks.add("purge", BETWEEN_FLUSHES, BETWEEN_PURGES, () -> purge.run(() -> !tasks.isClosed()));
    }

    /**
     * Opens the database, creates it when it is the embedded one and does not exist, and brings its schema up to date.
     *
     * @param groupSizes receives the number of redemptions of each commit; called on the writer's thread
     * @throws UnusableDatabaseException with a message for the operator
     */
    public static Database open(
            StoreSettings settings, Retention retention, InstantSource clock, IntConsumer groupSizes) {
        return open(engine(settings), settings.poolSize(), retention, clock, groupSizes);
    }

    static Database open(
            Engine engine, int poolSize, Retention retention, InstantSource clock, IntConsumer groupSizes) {
        ReadPool readers = null;
        boolean open = false;
        try {
            readers = new ReadPool(engine, poolSize);
            var database = new Database(engine, readers, retention, clock, groupSizes);
            open = true;
            return database;
        } finally {
            if (!open) {
                if (readers != null) {
                    readers.close();
                }
                engine.close();
            }
        }
    }

    private static Engine engine(StoreSettings settings) {
        Optional<String> url = settings.url().filter(text -> !text.isBlank());
        if (url.isEmpty()) {
            return SqliteEngine.open(settings.dataFolder());
        }
        if (url.get().startsWith("jdbc:postgresql:")) {
            return PostgresEngine.open(settings);
        }
        // The URL may contain a password, so it is not repeated.
        throw new UnusableDatabaseException(
                "database.url names no database that this server knows. Leave it out to use the embedded database.");
    }

    /**
     * Starts listening for changes made by other nodes.
     *
     * @param refresh reads the trust configuration again if it was changed
     * @param tolerance time for which the configuration may be used without a check
     * @return whether the configuration in memory can be relied on; always true without other nodes
     */
    public BooleanSupplier listen(Runnable refresh, Duration tolerance) {
        Optional<NotificationSource> source = engine.notifications();
        if (source.isEmpty()) {
            return () -> true;
        }
        TrustChangeListener listening = TrustChangeListener.start(source.get(), refresh, failures, tolerance);
        notifications = listening;
        return listening.freshness();
    }

    /** Throttles that share their counts with other nodes, if there are any. */
    public Throttles throttles() {
        return engine.notifications().isPresent() ? failures : Throttles.LOCAL;
    }

    /** The audit of token requests, for its figures. */
    public AuditLog auditLog() {
        return auditLog;
    }

    /** The part of the database that belongs to an organization. */
    public OrganizationDatabase of(OrganizationKey organization) {
        return new OrganizationDatabase(
                new OrganizationStore(writer, readers, organization),
                clock,
                TIME_LIMIT,
                auditLog.of(organization),
                uses.of(organization),
                WaysIn.USUAL);
    }

    /** The organizations, and which of them changed. */
    public OrganizationRecords organizations() {
        return new SqlOrganizations(writer, readers);
    }

    /** The visits of administrators of the root organization in others. */
    public VisitStore visits() {
        return new SqlVisits(writer, readers);
    }

    /** The messages of all organizations to the webhook. */
    public NoticeDeliveries noticeDeliveries() {
        return new SqlNoticeDeliveries(writer, readers);
    }

    /** Whether the database accepts writes; for {@code /health/ready}. */
    public boolean isHealthy() {
        return writer.isHealthy();
    }

    /** Number of redemptions waiting for the writer, for the metric. */
    public int redemptionsWaiting() {
        return writer.redemptionsWaiting();
    }

    /** Description of this database in the start-up message, without credentials. */
    public String description() {
        return engine.description();
    }

    /** Writes pending data and closes everything. Must be called after all other calls have ended. */
    @Override
    public void close() {
        if (notifications != null) {
            notifications.close();
        }
        tasks.close();
        flushUses.run();
        auditLog.close();
        writer.close();
        readers.close();
        engine.close();
    }
}
