package dev.countersign.server.store;

import static dev.countersign.server.store.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.server.management.AuditQuery;
import dev.countersign.server.management.AuditQuery.Stretch;
import dev.countersign.server.management.AuditRecord;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Events go on record, are found again, and are dropped in the right order when there are too many. */
class AuditLogTest {
    private static final Stretch EVERYTHING = Stretch.backFrom(Long.MAX_VALUE);

    @TempDir
    Path folder;

    private OpenStore store;
    private AuditFinder finder;

    @BeforeEach
    void open() {
        store = new OpenStore(folder);
        finder = new AuditFinder(store.readers);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsAcceptancesAndRefusalsNewestFirst() {
        try (AuditLog audit = AuditLog.start(store.writer)) {
            audit.record(SampleEvents.accepted(NOW).correlationId("one").build());
            audit.record(SampleEvents.refused(NOW.plusSeconds(1))
                    .correlationId("two")
                    .build());
        }

        assertThat(find(all(10))).extracting(AuditRecord::correlationId).containsExactly("two", "one");
        AuditRecord refused = find(all(1)).getFirst();
        assertThat(refused.code()).contains("assertion.expired");
        assertThat(refused.outcome()).isEqualTo("refused");
        assertThat(refused.detail()).contains("ask \\\"again\\\"");
    }

    @Test
    void findsByTextAnywhereInAnyCaseAndTakesWildcardsLiterally() {
        try (AuditLog audit = AuditLog.start(store.writer)) {
            audit.record(SampleEvents.accepted(NOW).issuer("100%_sure").build());
            audit.record(SampleEvents.accepted(NOW).issuer("another").build());
        }

        assertThat(find(byText("100%_S"))).hasSize(1);
        assertThat(find(byText("0%s"))).isEmpty();
        assertThat(find(byText("ORDERS-CLIENT"))).hasSize(2);
    }

    @Test
    void goesOnWhereThePageBeforeEnded() {
        try (AuditLog audit = AuditLog.start(store.writer)) {
            for (int i = 0; i < 5; i++) {
                audit.record(SampleEvents.accepted(NOW).correlationId("c" + i).build());
            }
        }
        long cursor = find(all(2)).getLast().id();

        assertThat(find(page(Stretch.backFrom(cursor - 1), Optional.empty(), 10)))
                .extracting(AuditRecord::correlationId)
                .containsExactly("c2", "c1", "c0");
    }

    @Test
    void goesOnInTheOrderOfRecordingForWhoFollows() {
        try (AuditLog audit = AuditLog.start(store.writer)) {
            for (int i = 0; i < 5; i++) {
                audit.record(SampleEvents.accepted(NOW).correlationId("c" + i).build());
            }
        }
        long second = find(page(Stretch.between(0, Long.MAX_VALUE), Optional.empty(), 2))
                .getLast()
                .id();

        assertThat(find(page(Stretch.between(second, finder.latest() - 1), Optional.empty(), 10)))
                .extracting(AuditRecord::correlationId)
                .containsExactly("c2", "c3");
    }

    @Test
    void theLatestOfNoneIsZero() {
        assertThat(finder.latest()).isZero();
    }

    @Test
    void evidenceIsKeptWithTheTitleOfItsCode() {
        try (AuditLog audit = AuditLog.start(store.writer)) {
            audit.record(SampleEvents.refused(NOW).build());
        }

        assertThat(find(all(1)).getFirst().detail()).contains("\"title\":\"The assertion has expired\"");
    }

    @Test
    void whatAnOutsiderSendsDoesNotFillTheDisk() {
        try (AuditLog audit = AuditLog.start(store.writer)) {
            audit.record(SampleEvents.refused(NOW).clientId("x".repeat(60_000)).build());
        }

        assertThat(find(all(1)).getFirst().clientId().orElseThrow()).hasSizeLessThan(1_000);
    }

    @Test
    void underAFloodRefusalsAreDroppedFirstAndCounted() {
        var queue = new EventQueue();
        var refused = new AuditEntry.Single(SampleEvents.refused(NOW).build());
        for (int i = 0; i < EventQueue.MOST_WITH_REFUSALS; i++) {
            assertThat(queue.offer(refused)).isTrue();
        }

        assertThat(queue.offer(refused)).isFalse();
        assertThat(queue.offer(new AuditEntry.Single(SampleEvents.accepted(NOW).build())))
                .isTrue();
        queue.drop(List.of(refused));
        assertThat(queue.dropped(Outcome.REFUSED)).isEqualTo(1);
        assertThat(queue.dropped(Outcome.ACCEPTED)).isZero();
    }

    @Test
    void recordingNeverWaitsForTheDatabase() throws Exception {
        CountDownLatch release = store.hold();
        try (AuditLog audit = AuditLog.start(store.writer)) {
            for (int i = 0; i < 1_000; i++) {
                audit.record(SampleEvents.refused(NOW).build());
            }
            release.countDown();
        }

        assertThat(store.count("audit_events")).isEqualTo(1_000);
    }

    private List<AuditRecord> find(AuditQuery query) {
        return finder.look(query, OpenStore.DEADLINE).found();
    }

    private static AuditQuery all(int limit) {
        return page(EVERYTHING, Optional.empty(), limit);
    }

    private static AuditQuery byText(String text) {
        return page(EVERYTHING, Optional.of(text), 10);
    }

    private static AuditQuery page(Stretch stretch, Optional<String> q, int limit) {
        Optional<String> any = Optional.empty();
        return new AuditQuery(
                any, any, any, any, any, any, any, any, Optional.empty(), Optional.empty(), q, stretch, limit);
    }
}
