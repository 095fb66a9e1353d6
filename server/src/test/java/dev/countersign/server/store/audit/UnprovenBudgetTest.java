package dev.countersign.server.store.audit;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.RefusalSummary;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.column.OrganizationKey;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of the number of audit rows for unauthenticated callers, and of the summary of the others. */
class UnprovenBudgetTest {
    @TempDir
    Path folder;

    private final AtomicLong nanos = new AtomicLong();
    private final UnprovenBudget budget = new UnprovenBudget(nanos::get);

    private static TokenEvent refusal(String address) {
        return SampleEvents.refused(NOW).unproven().from(address).build();
    }

    private int admitted(int tries, String address) {
        int admitted = 0;
        for (int i = 0; i < tries; i++) {
            admitted += budget.admits(OrganizationKey.ROOT, refusal(address)) ? 1 : 0;
        }
        return admitted;
    }

    private void pass(Duration time) {
        nanos.addAndGet(time.toNanos());
    }

    @Test
    void oneAddressHasItsPartAndNotTheWhole() {
        assertThat(admitted(1_000, "192.0.2.1")).isEqualTo(UnprovenBudget.BURST_OF_ADDRESS);
        assertThat(admitted(1, "192.0.2.2")).isEqualTo(1);
        pass(Duration.ofMillis(499));
        assertThat(admitted(10, "192.0.2.1")).isZero();
        pass(Duration.ofMillis(1));
        assertThat(admitted(10, "192.0.2.1")).isEqualTo(1);
    }

    @Test
    void theWholeOfAllAddressesIsBounded() {
        int admitted = 0;
        for (int second = 0; second < 100; second++) {
            for (int i = 0; i < 256; i++) {
                admitted += admitted(4, "198.51.%d.%d".formatted(100 + second % 50, i));
            }
            pass(Duration.ofSeconds(1));
        }
        assertThat(admitted).isBetween(UnprovenBudget.BURST, UnprovenBudget.BURST + 100 * UnprovenBudget.ROWS_A_SECOND);
    }

    @Test
    void oneNetworkOfIpv6IsOneAddress() {
        int admitted = 0;
        for (int i = 0; i < 1_000; i++) {
            admitted += admitted(1, "2001:db8::" + Integer.toHexString(i));
        }
        assertThat(admitted).isEqualTo(UnprovenBudget.BURST_OF_ADDRESS);
        assertThat(admitted(1, "2001:db8:0:1::1")).isEqualTo(1);
    }

    @Test
    void whoProvedWhichApplicationItIsHasARowAlways() {
        for (int i = 0; i < 10_000; i++) {
            assertThat(budget.admits(
                            OrganizationKey.ROOT, SampleEvents.refused(NOW).build()))
                    .isTrue();
            assertThat(budget.admits(
                            OrganizationKey.ROOT, SampleEvents.accepted(NOW).build()))
                    .isTrue();
        }
        assertThat(budget.rest()).isEmpty();
    }

    @Test
    void theRestIsCountedByCodeWithItsSpan() {
        admitted(UnprovenBudget.BURST_OF_ADDRESS, "192.0.2.1");
        budget.admits(OrganizationKey.ROOT, SampleEvents.refused(NOW).unproven().build());
        budget.admits(
                OrganizationKey.ROOT,
                SampleEvents.refused(NOW.plusSeconds(3)).unproven().build());
        budget.admits(
                OrganizationKey.ROOT,
                SampleEvents.refused(NOW.plusSeconds(1))
                        .unproven()
                        .code(RejectionCode.REQUEST_MALFORMED)
                        .build());

        assertThat(budget.due()).as("before the span is over").isEmpty();
        pass(UnprovenBudget.SPAN);

        assertThat(budget.due())
                .extracting(entry -> ((AuditEntry.Summary) entry).summary())
                .containsExactlyInAnyOrder(
                        summary(RejectionCode.ASSERTION_EXPIRED, 2, NOW, NOW.plusSeconds(3)),
                        summary(RejectionCode.REQUEST_MALFORMED, 1, NOW.plusSeconds(1), NOW.plusSeconds(1)));
        assertThat(budget.rest()).as("they are given once").isEmpty();
        assertThat(budget.summarized()).isEqualTo(3);
    }

    private static RefusalSummary summary(RejectionCode code, long count, Instant from, Instant to) {
        return new RefusalSummary(Outcome.REFUSED, Optional.of(code), count, from, to);
    }

    @Test
    void aFloodLeavesFewRowsAndEveryRequestIsCounted() {
        int flood = 20_000;
        try (var store = new OpenStore(folder)) {
            try (AuditLog audit = AuditLog.start(store.writer, budget)) {
                for (int i = 0; i < flood; i++) {
                    audit.of(OrganizationKey.ROOT)
                            .record(SampleEvents.refused(NOW)
                                    .of(Optional.empty(), Optional.of(new ApplicationId("application-1")))
                                    .nameless()
                                    .clientId("x".repeat(10_000))
                                    .build());
                }
            }

            assertThat(store.count("audit_events")).isEqualTo(UnprovenBudget.BURST_OF_ADDRESS + 1);
            assertThat(store.number("SELECT SUM(refused) FROM exchange_counts WHERE whose = '' AND width = 'minute'"))
                    .isEqualTo(flood);
            assertThat(store.number("SELECT SUM(refused) FROM exchange_counts WHERE whose = 'application-1'"))
                    .isEqualTo(flood);
            assertThat(store.number("SELECT MAX(length(client_id)) FROM audit_events"))
                    .isEqualTo(EventText.LONGEST_UNPROVEN + 1);
            AuditRecord summary = summaries(store).getFirst();
            assertThat(summary.requests()).isEqualTo(flood - UnprovenBudget.BURST_OF_ADDRESS);
            assertThat(summary.code()).contains("assertion.expired");
            assertThat(summary.detail()).contains("\"from\":\"" + NOW + "\"", "\"to\":\"" + NOW + "\"");
        }
    }

    private static List<AuditRecord> summaries(OpenStore store) {
        Optional<String> any = Optional.empty();
        var query = new AuditQuery(
                any,
                Optional.of("summary"),
                any,
                any,
                any,
                any,
                any,
                any,
                Optional.empty(),
                Optional.empty(),
                any,
                Stretch.backFrom(Long.MAX_VALUE),
                10);
        return new AuditFinder(store.organization())
                .search(query, OpenStore.DEADLINE)
                .found();
    }
}
