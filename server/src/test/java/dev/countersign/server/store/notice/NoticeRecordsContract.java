package dev.countersign.server.store.notice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.notice.CurrentNotice;
import dev.countersign.server.notice.NoticeDelivery;
import dev.countersign.server.notice.NoticeRecords;
import dev.countersign.server.notice.SampleNotices;
import dev.countersign.server.organization.Organization;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.store.StoreContract;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.organization.DeletedOrganizations;
import dev.countersign.server.store.organization.SampleOrganizations;
import dev.countersign.server.store.organization.SqlOrganizations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the record of notices and of the messages about them, on both sides of each boundary. */
abstract class NoticeRecordsContract extends StoreContract {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00.123Z");
    private static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final CurrentNotice ONE = SampleNotices.secret("one");
    private static final CurrentNotice TWO = SampleNotices.secret("two");

    private NoticeRecords records;
    private SqlNoticeDeliveries deliveries;

    @BeforeEach
    void choosePorts() {
        records = new SqlNoticeRecords(store.organization());
        deliveries = new SqlNoticeDeliveries(store.writer, store.readers);
    }

    @Test
    void aNoticeIsRaisedOnceHoweverOftenItIsSeen() {
        for (int seconds = 0; seconds < 300; seconds += 15) {
            records.observe("root", List.of(ONE), NOW.plusSeconds(seconds));
        }

        List<NoticeDelivery> claimed = claim(NOW.plusSeconds(300));
        assertThat(claimed).hasSize(1);
        Map<String, Object> body = JsonValues.parsed(claimed.getFirst().body());
        assertThat(body)
                .containsEntry("id", "secret_expires:one")
                .containsEntry("kind", "secret_expires")
                .containsEntry("severity", "warning")
                .containsEntry("message", "The secret expires.")
                .containsEntry("organization", "root")
                .containsEntry("state", "raised")
                .containsEntry("raised_at", NOW.toString())
                .containsEntry("delivery_id", claimed.getFirst().id())
                .containsKeys("remedy", "target", "ended_at");
    }

    @Test
    void nodesThatSeeItAtTheSameTimeRaiseItOnce() throws Exception {
        allAtOnce(8, () -> {
            records.observe("root", List.of(ONE, TWO), NOW);
            return true;
        });

        assertThat(claim(NOW)).hasSize(2);
    }

    private static CurrentNotice asError(CurrentNotice notice) {
        return new CurrentNotice(
                notice.kind(),
                notice.subject(),
                CurrentNotice.Severity.ERROR,
                notice.since(),
                "The secret has expired.",
                notice.remedy(),
                notice.target());
    }

    @Test
    void aWarningThatBecomesAnErrorIsRaisedAgainOnce() throws Exception {
        records.observe("root", List.of(ONE), NOW);
        claim(NOW).forEach(deliveries::delivered);
        allAtOnce(8, () -> {
            records.observe("root", List.of(asError(ONE)), NOW.plus(MILLI));
            return true;
        });
        List<NoticeDelivery> claimed = claim(NOW.plus(MILLI));
        assertThat(claimed).hasSize(1);
        assertThat(JsonValues.parsed(claimed.getFirst().body()))
                .containsEntry("severity", "error")
                .containsEntry("state", "raised");
        claimed.forEach(deliveries::delivered);

        // another node still sees the warning
        Instant later = NOW.plusSeconds(60);
        records.observe("root", List.of(ONE), later);
        records.observe("root", List.of(asError(ONE)), later.plus(MILLI));
        assertThat(claim(later.plus(MILLI))).isEmpty();
    }

    @Test
    void itEndsWhenNoNodeHasSeenItForAWhile() {
        records.observe("root", List.of(ONE, TWO), NOW);
        claim(NOW).forEach(deliveries::delivered);

        records.observe("root", List.of(TWO), NOW.plus(NoticeRecords.GONE));
        assertThat(claim(NOW.plus(NoticeRecords.GONE))).isEmpty();

        Instant gone = NOW.plus(NoticeRecords.GONE).plus(MILLI);
        records.observe("root", List.of(TWO), gone);
        List<NoticeDelivery> claimed = claim(gone);
        assertThat(claimed).hasSize(1);
        assertThat(JsonValues.parsed(claimed.getFirst().body()))
                .containsEntry("id", "secret_expires:one")
                .containsEntry("state", "ended")
                .containsEntry("raised_at", NOW.toString())
                .containsEntry("ended_at", gone.toString());
    }

    @Test
    void oneThatReturnsIsRaisedAgain() {
        records.observe("root", List.of(ONE), NOW);
        Instant gone = NOW.plus(NoticeRecords.GONE).plus(MILLI);
        records.observe("root", List.of(), gone);
        records.observe("root", List.of(ONE), gone.plus(MILLI));

        assertThat(store.count("notice_deliveries")).isEqualTo(3);
    }

    @Test
    void oneNodeHasAMessageUntilItsLeaseEnds() throws Exception {
        records.observe("root", List.of(ONE, TWO), NOW);

        assertThat(allAtOnce(6, () -> claim(NOW)).stream().mapToInt(List::size).sum())
                .isEqualTo(2);
        assertThat(claim(NOW.plus(LEASE).minus(MILLI))).isEmpty();
        assertThat(claim(NOW.plus(LEASE)))
                .hasSize(2)
                .allSatisfy(delivery -> assertThat(delivery.attempts()).isEqualTo(2));
    }

    @Test
    void whatWasDeliveredIsGone() {
        records.observe("root", List.of(ONE), NOW);
        claim(NOW).forEach(deliveries::delivered);

        assertThat(claim(NOW.plus(LEASE))).isEmpty();
        assertThat(records.undelivered()).isZero();
    }

    @Test
    void aFailedMessageIsDueAtItsTime() {
        records.observe("root", List.of(ONE), NOW);
        claim(NOW).forEach(delivery -> deliveries.failed(delivery, Optional.of(NOW.plusSeconds(1)), "answered 500"));

        assertThat(claim(NOW.plusSeconds(1).minus(MILLI))).isEmpty();
        assertThat(claim(NOW.plusSeconds(1))).hasSize(1);
        assertThat(records.undelivered()).isZero();
    }

    @Test
    void theMessageThatItEndedWaitsForTheOneThatItWasRaised() {
        records.observe("root", List.of(ONE), NOW);
        Instant gone = NOW.plus(NoticeRecords.GONE).plus(MILLI);
        records.observe("root", List.of(), gone);

        List<NoticeDelivery> first = claim(gone);
        assertThat(first).hasSize(1);
        assertThat(claim(gone)).isEmpty();
        first.forEach(deliveries::delivered);
        assertThat(claim(gone))
                .singleElement()
                .satisfies(delivery -> assertThat(delivery.body()).contains("\"state\":\"ended\""));
    }

    @Test
    void oneThatWasGivenUpIsUndeliveredUntilItIsTriedAgain() {
        records.observe("root", List.of(ONE, TWO), NOW);
        claim(NOW).forEach(delivery -> deliveries.failed(delivery, Optional.empty(), "answered 500"));
        assertThat(records.undelivered()).isEqualTo(2);
        assertThat(claim(NOW.plus(Duration.ofDays(9)))).isEmpty();

        Instant later = NOW.plus(Duration.ofDays(2));
        assertThat(records.retry(later, this::event)).isEqualTo(2);

        assertThat(records.undelivered()).isZero();
        assertThat(events("notice_deliveries.retried")).isEqualTo(1);
        assertThat(claim(later)).hasSize(2).allSatisfy(delivery -> {
            assertThat(delivery.attempts()).isEqualTo(1);
            assertThat(delivery.giveUpAt()).isEqualTo(later.plus(NoticeRecords.TRIED));
        });
        assertThat(records.retry(later, this::event)).isZero();
        assertThat(events("notice_deliveries.retried")).isEqualTo(1);
    }

    @Test
    void theMessagesOfAllOrganizationsAreClaimed() {
        OrganizationKey acme = SampleOrganizations.add(store.organizations(), "acme");
        records.observe("root", List.of(ONE), NOW);
        new SqlNoticeRecords(store.organization(acme)).observe("acme", List.of(ONE), NOW);

        assertThat(claim(NOW))
                .extracting(delivery -> JsonValues.parsed(delivery.body()).get("organization"))
                .containsExactlyInAnyOrder("root", "acme");
    }

    @Test
    void theNoticesOfAnOrganizationEndWhenItIsDisabledOrDeleted() {
        SqlOrganizations organizations = store.organizations();
        Organization disabled = SampleOrganizations.added(organizations, "disabled");
        Organization deleted = SampleOrganizations.added(organizations, "deleted");
        for (Organization each : List.of(disabled, deleted)) {
            new SqlNoticeRecords(store.organization(new OrganizationKey(each.number())))
                    .observe(each.slug(), List.of(ONE, TWO), NOW);
        }
        records.observe("root", List.of(ONE), NOW);
        deliveries.endOfDisabled(NOW);
        claim(NOW).forEach(deliveries::delivered);
        Instant later = NOW.plusSeconds(1);

        SampleOrganizations.disable(organizations, disabled);
        deliveries.endOfDisabled(later);
        deliveries.endOfDisabled(later.plusSeconds(1));
        assertThat(ended(later.plusSeconds(1))).containsExactlyInAnyOrder("disabled", "disabled");

        organizations.delete(deleted, SampleOrganizations.event("organization.deleted", deleted));
        deliveries.endOfDisabled(later.plusSeconds(2));
        Instant purged = NOW.plus(Duration.ofHours(2));
        purge(purged);
        assertThat(ended(purged)).containsExactlyInAnyOrder("deleted", "deleted");
        assertThat(isPurged(deleted)).isFalse();
        purge(purged);
        assertThat(isPurged(deleted)).isTrue();
        assertThat(store.count("raised_notices")).isEqualTo(1);
    }

    private void purge(Instant now) {
        new DeletedOrganizations(store.writer).purge(now, 100, () -> true);
    }

    private boolean isPurged(Organization organization) {
        return store.count("organizations WHERE purged_at IS NOT NULL AND number = " + organization.number()) == 1;
    }

    /** The organizations of messages that a notice has ended, which are delivered now. */
    private List<Object> ended(Instant now) {
        List<NoticeDelivery> claimed = claim(now);
        claimed.forEach(deliveries::delivered);
        return claimed.stream()
                .map(delivery -> JsonValues.parsed(delivery.body()))
                .filter(body -> Objects.equals(body.get("state"), "ended"))
                .map(body -> body.get("organization"))
                .toList();
    }

    @Test
    void manyNoticesOfOneOrganizationDoNotDelayThoseOfOthers() {
        OrganizationKey some = SampleOrganizations.add(store.organizations(), "some");
        OrganizationKey single = SampleOrganizations.add(store.organizations(), "single");
        records.observe(
                "root",
                IntStream.range(0, 300)
                        .mapToObj(i -> SampleNotices.secret("many-" + i))
                        .toList(),
                NOW);
        new SqlNoticeRecords(store.organization(some)).observe("some", List.of(ONE, TWO), NOW.plus(MILLI));
        new SqlNoticeRecords(store.organization(single)).observe("single", List.of(ONE), NOW.plus(MILLI));

        assertThat(deliveries.claim(NOW.plus(MILLI), LEASE, 5))
                .extracting(delivery -> JsonValues.parsed(delivery.body()).get("organization"))
                .containsExactlyInAnyOrder("root", "some", "single", "root", "some");
    }

    private List<NoticeDelivery> claim(Instant now) {
        return deliveries.claim(now, LEASE, 10);
    }

    private AdminEvent event(long retried) {
        return new AdminEvent(
                NOW,
                new CorrelationId("c"),
                "ada",
                "notice_deliveries.retried",
                "notices",
                "notices",
                Optional.empty(),
                Optional.of("{\"retried\":%s}".formatted(retried)));
    }
}
