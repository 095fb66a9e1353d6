package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.LimitedEngine;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.WriteQueue;
import dev.countersign.server.store.sqlite.RedemptionStatements;
import dev.countersign.server.store.sqlite.ReplayKeyBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the ledger on the embedded database: the contract, and failures of the database. */
class GroupCommitLedgerTest extends TokenLedgerContract {
    private static final Duration MOMENT = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private OpenStore store;

    @BeforeEach
    void open() {
        store = new OpenStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    TokenLedger ledger() {
        return store.ledger();
    }

    @Override
    long issuedTokens() {
        return store.count("issued_tokens");
    }

    @Override
    long replayKeys() {
        return store.count("replay_keys");
    }

    @Test
    void tellsDuplicatesWithinOneGroupApart() {
        List<PendingRedemption> group = List.of(
                new PendingRedemption(OrganizationKey.ROOT, key("a"), Optional.of(token()), Optional.empty()),
                new PendingRedemption(OrganizationKey.ROOT, key("b"), Optional.of(token()), Optional.empty()),
                new PendingRedemption(OrganizationKey.ROOT, key("a"), Optional.of(token()), Optional.empty()),
                new PendingRedemption(OrganizationKey.ROOT, List.of(), Optional.of(token()), Optional.empty()));

        List<Redemption> outcomes = store.writer.call(
                connection -> new RedemptionStatements(connection, ReplayKeyBuffer.MOST).record(group));

        assertThat(outcomes)
                .containsExactly(
                        new Redemption.Recorded(),
                        new Redemption.Recorded(),
                        Redemptions.replayed("a", NOW.plusSeconds(600)),
                        new Redemption.Recorded());
        assertThat(issuedTokens()).isEqualTo(3);
    }

    @Test
    void commitsTogetherWhatWaitedTogether() throws Exception {
        CountDownLatch release = store.hold();
        List<PendingRedemption> waiting = IntStream.range(0, 100)
                .mapToObj(i -> new PendingRedemption(
                        OrganizationKey.ROOT, key("a" + i), Optional.of(token()), Optional.empty()))
                .toList();
        waiting.forEach(store.writer::offer);
        release.countDown();

        assertThat(waiting)
                .allSatisfy(redemption -> assertThat(store.outcome(redemption)).isEqualTo(new Redemption.Recorded()));
        assertThat(store.groupSizes).containsExactly(100);
    }

    @Test
    void aRecordThatCannotBeStoredFailsAlone() throws Exception {
        store.ledger().redeem(key("first"), token("taken", NOW));
        CountDownLatch release = store.hold();
        var good = new PendingRedemption(OrganizationKey.ROOT, key("good"), Optional.of(token()), Optional.empty());
        var bad = new PendingRedemption(
                OrganizationKey.ROOT, key("bad"), Optional.of(token("taken", NOW)), Optional.empty());
        var alsoGood =
                new PendingRedemption(OrganizationKey.ROOT, key("also good"), Optional.of(token()), Optional.empty());
        List.of(good, bad, alsoGood).forEach(store.writer::offer);
        release.countDown();

        assertThat(store.outcome(good)).isEqualTo(new Redemption.Recorded());
        assertThat(store.outcome(alsoGood)).isEqualTo(new Redemption.Recorded());
        assertThatThrownBy(() -> store.outcome(bad)).isInstanceOf(IllegalStateException.class);
        assertThat(store.ledger().redeem(key("bad"), token())).isEqualTo(new Redemption.Recorded());
        assertThat(store.writer.isHealthy()).isTrue();
    }

    @Test
    void refusesMoreThanMayWait() throws Exception {
        CountDownLatch release = store.hold();
        List<PendingRedemption> waiting = IntStream.range(0, WriteQueue.MOST_REDEMPTIONS)
                .mapToObj(i -> new PendingRedemption(
                        OrganizationKey.ROOT, key("a" + i), Optional.of(token()), Optional.empty()))
                .toList();
        assertThat(waiting)
                .allSatisfy(
                        redemption -> assertThat(store.writer.offer(redemption)).isEqualTo(WriteQueue.Offer.TAKEN));

        assertThat(ledger().redeem(key("one more"), token())).isInstanceOf(Redemption.Overloaded.class);

        release.countDown();
        assertThat(waiting)
                .allSatisfy(redemption -> assertThat(store.outcome(redemption)).isEqualTo(new Redemption.Recorded()));
        assertThat(ledger().redeem(key("one more"), token())).isEqualTo(new Redemption.Recorded());
    }

    @Test
    void whoGivesUpWaitingSpendsNothingThatWasNotBegun() throws Exception {
        CountDownLatch release = store.hold();

        assertThat(new GroupCommitLedger(store.organization(), MOMENT).redeem(key("a"), token()))
                .isInstanceOf(Redemption.Unavailable.class);

        release.countDown();
        assertThat(ledger().redeem(key("a"), token())).isEqualTo(new Redemption.Recorded());
        assertThat(issuedTokens()).isEqualTo(1);
    }

    @Test
    void aLockedDatabaseIsUnavailableWithinBoundsAndRecoversByItself() throws Exception {
        try (var other = DriverManager.getConnection("jdbc:sqlite:" + folder.resolve("countersign.db"));
                var statement = other.createStatement()) {
            statement.execute("BEGIN EXCLUSIVE");
            long start = System.nanoTime();

            assertThat(ledger().redeem(key("a"), token())).isInstanceOf(Redemption.Unavailable.class);

            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(8));
            assertThat(store.writer.isHealthy()).isFalse();
            statement.execute("ROLLBACK");
        }
        OpenStore.await(store.writer::isHealthy);
        assertThat(ledger().redeem(key("a"), token())).isEqualTo(new Redemption.Recorded());
    }

    @Test
    void aFullDiskIsUnavailableAndRecoversByItself() throws Exception {
        store.writer.call(LimitedEngine::limit);
        store.engine.full(true);
        List<Redemption> outcomes = new ArrayList<>();
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var call : executor.invokeAll(IntStream.range(0, 2_000)
                    .<Callable<Redemption>>mapToObj(i -> () -> ledger().redeem(key("a" + i), token()))
                    .toList())) {
                outcomes.add(call.get());
            }
        }

        long recorded =
                outcomes.stream().filter(Redemption.Recorded.class::isInstance).count();
        assertThat(recorded).isLessThan(2_000);
        assertThat(outcomes).hasOnlyElementsOfTypes(Redemption.Recorded.class, Redemption.Unavailable.class);
        assertThat(issuedTokens()).isEqualTo(recorded);

        store.engine.full(false);
        OpenStore.await(store.writer::isHealthy);
        for (int i = 0; i < outcomes.size(); i++) {
            Redemption again = ledger().redeem(key("a" + i), token());
            assertThat(again instanceof Redemption.Replayed).isEqualTo(outcomes.get(i) instanceof Redemption.Recorded);
        }
    }

    @Test
    void aFileThatIsGoneIsUnavailableUntilItIsBack() throws Exception {
        Path database = folder.resolve("countersign.db");
        Path elsewhere = folder.resolve("elsewhere");
        Files.move(database, elsewhere);

        assertThat(ledger().redeem(key("a"), token())).isInstanceOf(Redemption.Unavailable.class);
        assertThat(store.writer.isHealthy()).isFalse();
        assertThat(database).doesNotExist();

        Files.move(elsewhere, database);
        OpenStore.await(store.writer::isHealthy);
        assertThat(ledger().redeem(key("a"), token())).isEqualTo(new Redemption.Recorded());
    }

    @Test
    void nothingIsTakenOnceClosed() {
        store.writer.close();

        assertThat(ledger().redeem(key("a"), token())).isInstanceOf(Redemption.Unavailable.class);
    }

    @Test
    void whatWaitsIsStillWrittenWhenClosing() throws Exception {
        CountDownLatch release = store.hold();
        var waiting = new PendingRedemption(OrganizationKey.ROOT, key("a"), Optional.of(token()), Optional.empty());
        store.writer.offer(waiting);
        release.countDown();
        store.writer.close();

        assertThat(store.outcome(waiting)).isEqualTo(new Redemption.Recorded());
    }
}
