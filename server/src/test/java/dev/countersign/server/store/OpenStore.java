package dev.countersign.server.store;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.store.audit.AuditEntry;
import dev.countersign.server.store.audit.AuditFinder;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.audit.SampleEvents;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.Engine;
import dev.countersign.server.store.database.LimitedEngine;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.ReadPool;
import dev.countersign.server.store.database.StoreSettings;
import dev.countersign.server.store.database.StoreWriter;
import dev.countersign.server.store.ledger.GroupCommitLedger;
import dev.countersign.server.store.organization.SampleOrganizations;
import dev.countersign.server.store.organization.SqlOrganizations;
import dev.countersign.server.store.postgres.PostgresEngine;
import dev.countersign.server.store.sqlite.ReplayKeyBuffer;
import dev.countersign.server.store.sqlite.SqliteEngine;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** A database opened by {@link Database}, with its parts accessible to a test. */
public final class OpenStore implements AutoCloseable {
    public static final Duration DEADLINE = Duration.ofSeconds(20);

    public final LimitedEngine engine;
    public final StoreWriter writer;
    public final ReadPool readers;
    public final List<Integer> groupSizes = new CopyOnWriteArrayList<>();
    private boolean isKeptOpen;

    public OpenStore(Path folder) {
        this(SqliteEngine.open(folder));
    }

    /** @param recentKeys as in {@link ReplayKeyBuffer} */
    public OpenStore(Path folder, int recentKeys) {
        this(SqliteEngine.open(folder, recentKeys));
    }

    /**
     * A new database on the PostgreSQL server that tests share, with an organization beside the root, so that row-level
     * security is in effect.
     */
    public static OpenStore separatedOnPostgres() {
        OpenStore store = onPostgres(PostgresCluster.freshUrlOfOwner());
        SampleOrganizations.add(store.organizations(), "other");
        return store;
    }

    /** A new database on the PostgreSQL server that tests share. */
    public static OpenStore onPostgres() {
        return onPostgres(PostgresCluster.freshUrl());
    }

    /**
     * The database on the shared PostgreSQL server that contracts use one after the other, with all rows deleted: a new one for
     * each test takes far longer than the tests. {@link #close} leaves it open.
     */
    public static OpenStore emptiedOnPostgres() {
        OpenStore store = Emptied.STORE;
        store.isKeptOpen = true;
        store.writer.call(connection -> {
            try (var statement = connection.createStatement()) {
                for (String table : Emptied.TABLES) {
                    statement.executeUpdate("DELETE FROM " + table);
                }
                return statement.executeUpdate("UPDATE replay_horizon SET forgotten_until = 0");
            }
        });
        return store;
    }

    private static final class Emptied {
        /** All that contracts write to, but for what goes with a row of another table. */
        static final List<String> TABLES = List.of(
                "administrators",
                "applications",
                "audit_events",
                "audit_spans",
                "exchange_counts",
                "exchanges_between",
                "issued_tokens",
                "jwks_claims",
                "notice_deliveries",
                "one_time_links",
                "raised_notices",
                "refresh_families",
                "replay_keys",
                "signing_keys",
                "trusted_token_issuers",
                "used_passkey_challenges");

        static final OpenStore STORE = separatedOnPostgres();

        private Emptied() {}
    }

    public static OpenStore onPostgres(String url) {
        return new OpenStore(PostgresEngine.open(
                new StoreSettings(Optional.of(url), Optional.empty(), Optional.empty(), 2, Path.of("unused"))));
    }

    private OpenStore(Engine opened) {
        engine = new LimitedEngine(opened);
        readers = new ReadPool(engine, 2);
        writer = StoreWriter.start(engine, groupSizes::add, Duration.ofSeconds(10));
    }

    /** The part of the root organization. */
    public OrganizationStore organization() {
        return OrganizationStore.ofRoot(writer, readers);
    }

    /** The part of an organization. */
    public OrganizationStore organization(OrganizationKey key) {
        return new OrganizationStore(writer, readers, key);
    }

    public SqlOrganizations organizations() {
        return new SqlOrganizations(writer, readers);
    }

    public GroupCommitLedger ledger() {
        return new GroupCommitLedger(organization(), Duration.ofSeconds(10));
    }

    /** What becomes of a redemption that was offered. */
    public Redemption outcome(PendingRedemption redemption) {
        return writer.callers().await(redemption, DEADLINE, StoreWriter.UNAVAILABLE);
    }

    /** Writes token events into the audit, in one transaction. */
    public void record(TokenEvent... events) {
        List<AuditEntry> entries = SampleEvents.entries(Arrays.asList(events));
        writer.call(connection -> AuditRows.insert(connection, entries, engine.eventNumbers()));
    }

    /** Everything that a query finds. */
    public List<AuditRecord> find(AuditQuery query) {
        return new AuditFinder(organization()).search(query, DEADLINE).found();
    }

    public long count(String table) {
        return number("SELECT count(*) FROM " + table);
    }

    public long number(String sql) {
        return readers.read(connection -> {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery(sql)) {
                return rows.next() ? rows.getLong(1) : -1;
            }
        });
    }

    /** Keeps the writer busy until the latch is released; returns when it is. */
    public CountDownLatch hold() throws InterruptedException {
        var held = new CountDownLatch(1);
        var release = new CountDownLatch(1);
        Thread.ofVirtual()
                .start(() -> writer.call(_ -> {
                    held.countDown();
                    try {
                        return release.await(DEADLINE.toSeconds(), TimeUnit.SECONDS);
                    } catch (InterruptedException stopped) {
                        Thread.currentThread().interrupt();
                        return false;
                    }
                }));
        held.await();
        return release;
    }

    public static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new AssertionError("did not come true in time");
            }
            Thread.sleep(10);
        }
    }

    @Override
    public void close() {
        if (isKeptOpen) {
            return;
        }
        writer.close();
        readers.close();
        engine.close();
    }
}
