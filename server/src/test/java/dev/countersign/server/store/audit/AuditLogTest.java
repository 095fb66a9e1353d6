package dev.countersign.server.store.audit;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.column.OrganizationKey;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the storage of audit events: outside the request, bounded, and dropped in the right order under a flood. */
class AuditLogTest {
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

    @Test
    void whatAnOutsiderSendsDoesNotFillTheDisk() {
        try (AuditLog audit = AuditLog.start(store.writer)) {
            audit.of(OrganizationKey.ROOT)
                    .record(SampleEvents.refused(NOW)
                            .clientId("x".repeat(60_000))
                            .build());
        }

        assertThat(store.find(new Filters().build()).getFirst().clientId().orElseThrow())
                .hasSizeLessThan(1_000);
    }

    @Test
    void underAFloodRefusalsAreDroppedFirstAndCounted() {
        var queue = new EventQueue();
        var refused = new AuditEntry.Single(
                OrganizationKey.ROOT, SampleEvents.refused(NOW).build());
        for (int i = 0; i < EventQueue.MOST_WITH_REFUSALS; i++) {
            assertThat(queue.offer(refused)).isTrue();
        }

        assertThat(queue.offer(refused)).isFalse();
        assertThat(queue.offer(new AuditEntry.Single(
                        OrganizationKey.ROOT, SampleEvents.accepted(NOW).build())))
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
                audit.of(OrganizationKey.ROOT).record(SampleEvents.refused(NOW).build());
            }
            release.countDown();
        }

        assertThat(store.count("audit_events")).isEqualTo(1_000);
    }
}
