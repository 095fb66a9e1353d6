package dev.countersign.server.store;

import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.client.Throttles;
import dev.countersign.core.event.SecurityEvents;
import dev.countersign.core.keys.JwksStore;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.token.TokenRecords;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.LastUses;
import dev.countersign.server.insight.RevokedTokens;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.registry.trust.TrustStore;
import dev.countersign.server.run.PeriodicTasks;
import dev.countersign.server.signing.SigningKeyStore;
import dev.countersign.server.store.audit.AuditFinder;
import dev.countersign.server.store.audit.AuditLog;
import dev.countersign.server.store.audit.CountedExchanges;
import dev.countersign.server.store.cluster.NotificationSource;
import dev.countersign.server.store.cluster.SharedFailures;
import dev.countersign.server.store.cluster.TrustChangeListener;
import dev.countersign.server.store.database.Engine;
import dev.countersign.server.store.database.ReadPool;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.StoreWriter;
import dev.countersign.server.store.database.UnusableDatabaseException;
import dev.countersign.server.store.keys.JwksRows;
import dev.countersign.server.store.keys.SigningKeyRows;
import dev.countersign.server.store.ledger.GroupCommitLedger;
import dev.countersign.server.store.ledger.SqlBlockedSubjects;
import dev.countersign.server.store.ledger.SqlRefreshTokens;
import dev.countersign.server.store.ledger.SqlSecurityEvents;
import dev.countersign.server.store.ledger.SqlTokenRecords;
import dev.countersign.server.store.people.SqlPeopleStore;
import dev.countersign.server.store.postgres.PostgresEngine;
import dev.countersign.server.store.sqlite.SqliteEngine;
import dev.countersign.server.store.trust.RecordedUses;
import dev.countersign.server.store.trust.SqlTrustStore;
import dev.countersign.server.subject.BlockedSubjects;
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
        this.uses = new RecordedUses(writer, readers);
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

    /** The ledger of redemptions and issued tokens. */
    public TokenLedger ledger() {
        return new GroupCommitLedger(writer, readers, TIME_LIMIT);
    }

    /** The records of issued access tokens. */
    public TokenRecords tokenRecords() {
        return new SqlTokenRecords(writer, readers);
    }

    /** The records of issued access tokens, for revoking many at once. */
    public RevokedTokens revokedTokens() {
        return new SqlTokenRecords(writer, readers);
    }

    /** The blocked subjects. */
    public BlockedSubjects blockedSubjects() {
        return new SqlBlockedSubjects(writer, readers);
    }

    /** The effects of security events. */
    public SecurityEvents securityEvents() {
        return new SqlSecurityEvents(writer);
    }

    /** The records of refresh tokens. */
    public RefreshTokens refreshTokens() {
        return new SqlRefreshTokens(writer, readers);
    }

    /** The last good JWK sets of applications. */
    public JwksStore applicationJwks() {
        return new JwksRows(writer, readers, JwksRows.Owner.APPLICATION);
    }

    /** The trusted token issuers and applications. */
    public TrustStore trust() {
        return new SqlTrustStore(writer, readers);
    }

    /** The users of the console. */
    public PeopleStore people() {
        return new SqlPeopleStore(writer, readers);
    }

    /** Receiver of token events that stores and logs them. */
    public AuditLog auditLog() {
        return auditLog;
    }

    /** The audit, for reading. */
    public AuditRecords auditRecords() {
        return new AuditFinder(readers);
    }

    /** The counts of token requests. */
    public ExchangeCounts exchangeCounts() {
        return new CountedExchanges(readers, clock);
    }

    /** Receiver of token events that records the use of secrets and keys. */
    public TokenEvents useRecorder() {
        return uses;
    }

    /** The times at which secrets and keys were last used. */
    public LastUses lastUses() {
        return uses;
    }

    /** The last good JWK sets. */
    public JwksStore jwks() {
        return new JwksRows(writer, readers, JwksRows.Owner.ISSUER);
    }

    /** The encrypted signing keys. */
    public SigningKeyStore signingKeys() {
        return new SigningKeyRows(writer, readers);
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
