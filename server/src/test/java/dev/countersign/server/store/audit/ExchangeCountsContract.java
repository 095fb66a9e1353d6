package dev.countersign.server.store.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.insight.ExchangeCounts.Activity;
import dev.countersign.server.insight.ExchangeCounts.Bucket;
import dev.countersign.server.insight.ExchangeCounts.CodeCount;
import dev.countersign.server.insight.ExchangeCounts.CountSeries;
import dev.countersign.server.insight.ExchangeCounts.IssuerCounts;
import dev.countersign.server.insight.ExchangeCounts.Span;
import dev.countersign.server.insight.RefusalTrend;
import dev.countersign.server.store.StoreContract;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Contract of the counts of token requests by party and interval, on both sides of every boundary. */
abstract class ExchangeCountsContract extends StoreContract {
    private static final Instant NOW = Instant.parse("2026-11-24T13:37:41.500Z");
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Optional<IssuerId> PARTNER = Optional.of(new IssuerId("partner-id"));
    private static final Optional<IssuerId> OTHER = Optional.of(new IssuerId("other-id"));
    private static final Optional<ApplicationId> ORDERS = Optional.of(new ApplicationId("orders-id"));
    private static final Optional<ApplicationId> BILLING = Optional.of(new ApplicationId("billing-id"));
    private static final Optional<ApplicationId> REMOVED = Optional.of(new ApplicationId("removed-id"));

    private final SettableClock clock = new SettableClock(NOW);
    private CountedExchanges counts;

    @BeforeEach
    void choosePort() {
        counts = new CountedExchanges(store.organization(), clock);
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void aTimeHasAllItsPartsInOrderAndTheLastIsRunning(Span span) {
        List<Bucket> buckets = counts.over(span);

        assertThat(buckets).hasSize(span.parts());
        for (int i = 1; i < buckets.size(); i++) {
            assertThat(buckets.get(i).from())
                    .isEqualTo(buckets.get(i - 1).from().plus(buckets.get(i - 1).length()));
        }
        Bucket last = buckets.getLast();
        assertThat(NOW).isAfterOrEqualTo(last.from()).isBefore(last.from().plus(last.length()));
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void whatHappenedAtTheVeryBeginningOfATimeCountsAndWhatWasBeforeDoesNot(Span span) {
        Instant from = span.from(NOW);
        record(
                SampleEvents.accepted(from).build(),
                SampleEvents.accepted(from.minus(MILLI)).build());

        assertThat(counts.over(span)).extracting(Bucket::accepted).startsWith(1L);
        assertThat(counts.over(span)).extracting(Bucket::accepted).endsWith(0L);
    }

    @Test
    void eachEndOfARequestIsCountedByItself() {
        record(
                SampleEvents.accepted(NOW).build(),
                SampleEvents.accepted(NOW).build(),
                SampleEvents.refused(NOW).build(),
                SampleEvents.fault(NOW).build());

        Bucket last = counts.over(Span.HOUR).getLast();

        assertThat(last.accepted()).isEqualTo(2);
        assertThat(last.refused()).isEqualTo(1);
        assertThat(last.faults()).isEqualTo(1);
    }

    @Test
    void theMostFrequentReasonComesFirst() {
        record(
                SampleEvents.refused(NOW).code(RejectionCode.ISSUER_UNKNOWN).build(),
                SampleEvents.refused(NOW).code(RejectionCode.ASSERTION_EXPIRED).build(),
                SampleEvents.refused(NOW).code(RejectionCode.ISSUER_UNKNOWN).build(),
                SampleEvents.refused(NOW).code(RejectionCode.ASSERTION_REPLAYED).build());

        assertThat(counts.refusals(Span.HOUR, 2))
                .containsExactly(new CodeCount("issuer.unknown", 2), new CodeCount("assertion.expired", 1));
    }

    @ParameterizedTest
    @EnumSource(Span.class)
    void theReasonsForRefusalsAreCountedInEachInterval(Span span) {
        Instant from = span.from(NOW);
        record(
                SampleEvents.refused(from.minus(MILLI))
                        .code(RejectionCode.POLICY_SUBJECT_BLOCKED)
                        .build(),
                SampleEvents.refused(from).code(RejectionCode.ISSUER_UNKNOWN).build(),
                SampleEvents.refused(from.plus(span.part()).minus(MILLI))
                        .code(RejectionCode.ISSUER_UNKNOWN)
                        .build(),
                SampleEvents.refused(from.plus(span.part()))
                        .code(RejectionCode.ASSERTION_EXPIRED)
                        .build(),
                SampleEvents.accepted(NOW).build());

        List<CountSeries> series = counts.refusalsOver(span);

        assertThat(series).extracting(CountSeries::name).containsExactly("assertion.expired", "issuer.unknown");
        assertThat(series.getFirst().counts()).hasSize(span.parts()).startsWith(0L, 1L, 0L);
        assertThat(series.getLast().counts()).hasSize(span.parts()).startsWith(2L, 0L);
        assertThat(series.getLast().total()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(names = {"DAY", "MONTH"})
    void theRequestsOfOneIssuerOrApplicationAreCountedInEachInterval(Span span) {
        Instant from = span.from(NOW);
        record(
                SampleEvents.accepted(from.minus(MILLI)).of(PARTNER, ORDERS).build(),
                SampleEvents.accepted(from).of(PARTNER, ORDERS).build(),
                SampleEvents.refused(NOW).of(PARTNER, BILLING).build(),
                SampleEvents.accepted(NOW).of(OTHER, BILLING).build());

        List<Bucket> ofIssuer = counts.over(span, PARTNER.get());
        List<Bucket> ofApplication = counts.over(span, BILLING.get());

        assertThat(ofIssuer).hasSize(span.parts());
        assertThat(ofIssuer).extracting(Bucket::accepted).startsWith(1L).endsWith(0L);
        assertThat(ofIssuer).extracting(Bucket::refused).startsWith(0L).endsWith(1L);
        assertThat(ofApplication).extracting(Bucket::accepted).startsWith(0L).endsWith(1L);
        assertThat(ofApplication).extracting(Bucket::refused).endsWith(1L);
    }

    @ParameterizedTest
    @EnumSource(names = {"DAY", "MONTH"})
    void theBusiestIssuersComeFirstWithTheirNumbersOfEachInterval(Span span) {
        Registered.issuer(store, PARTNER.get());
        Registered.issuer(store, OTHER.get());
        Instant from = span.from(NOW);
        record(
                SampleEvents.accepted(from.minus(MILLI)).of(OTHER, ORDERS).build(),
                SampleEvents.accepted(from.minus(MILLI)).of(OTHER, ORDERS).build(),
                SampleEvents.accepted(from).of(PARTNER, ORDERS).build(),
                SampleEvents.refused(NOW).of(PARTNER, BILLING).build(),
                SampleEvents.fault(NOW).of(PARTNER, BILLING).build(),
                SampleEvents.refused(NOW).of(OTHER, BILLING).build());

        List<IssuerCounts> busiest = counts.busiestIssuers(span, 2);

        assertThat(busiest).extracting(IssuerCounts::issuer).containsExactly(PARTNER.get(), OTHER.get());
        assertThat(busiest.getFirst().counts())
                .hasSize(span.parts())
                .startsWith(1L, 0L)
                .endsWith(0L, 2L);
        assertThat(busiest.getLast().counts()).startsWith(0L).endsWith(1L);
        assertThat(counts.busiestIssuers(span, 1)).containsExactly(busiest.getFirst());
    }

    @Test
    void noIssuerIsBusyThatIsRemovedOrHasNoRequest() {
        Registered.issuer(store, PARTNER.get());
        record(
                SampleEvents.accepted(NOW).of(OTHER, ORDERS).build(),
                SampleEvents.accepted(NOW).of(Optional.empty(), ORDERS).build());

        assertThat(counts.busiestIssuers(Span.DAY, 6)).isEmpty();
    }

    @Test
    void theBusiestOfAThousandIssuersAreFoundInTheOrderOfTheirRequests() {
        for (int i = 0; i < 1_000; i++) {
            Registered.issuer(store, new IssuerId("issuer-" + i));
        }
        record(IntStream.rangeClosed(1, 1_000)
                .mapToObj(i -> SampleEvents.accepted(i > 990 ? NOW : NOW.minusSeconds(7_200L))
                        .of(Optional.of(new IssuerId("issuer-" + (i > 990 ? 7 * (i % 4) : i - 1))), ORDERS)
                        .build())
                .toArray(TokenEvent[]::new));

        assertThat(counts.busiestIssuers(Span.DAY, 4))
                .extracting(
                        counted -> counted.issuer().value(),
                        counted -> counted.counts().getLast())
                .containsExactly(
                        tuple("issuer-0", 3L), tuple("issuer-21", 3L), tuple("issuer-14", 2L), tuple("issuer-7", 2L));
    }

    @Test
    void anIssuerAndAnApplicationThatDidNothingAreThereAllTheSame() {
        assertThat(counts.ofIssuers(PARTNER.stream().toList())).containsOnly(Map.entry(PARTNER.get(), Activity.NONE));
        assertThat(counts.ofApplications(ORDERS.stream().toList()))
                .containsOnly(Map.entry(ORDERS.get(), Activity.NONE));
    }

    @Test
    void activityIsCountedForTheIssuerAndTheApplicationThatTheRequestWasResolvedTo() {
        record(
                SampleEvents.accepted(NOW).of(PARTNER, ORDERS).build(),
                SampleEvents.accepted(NOW.minusSeconds(5)).of(PARTNER, BILLING).build(),
                SampleEvents.refused(NOW).of(Optional.empty(), ORDERS).build());

        assertThat(activity(PARTNER.get())).isEqualTo(new Activity(Optional.of(millis(NOW)), 2, 0, 2, 0));
        assertThat(activity(ORDERS.get())).isEqualTo(new Activity(Optional.of(millis(NOW)), 1, 1, 1, 1));
    }

    @Test
    void refusalsOfThisHourAndTheOneBeforeStandBesideThoseOfSevenDays() {
        Instant recent = Instant.parse("2026-11-24T12:00:00Z");
        Instant before = Instant.parse("2026-11-17T00:00:00Z");
        record(
                SampleEvents.refused(NOW).of(PARTNER, ORDERS).build(),
                SampleEvents.refused(recent).of(PARTNER, ORDERS).build(),
                SampleEvents.accepted(NOW).of(PARTNER, ORDERS).build(),
                SampleEvents.refused(recent.minus(MILLI)).of(PARTNER, ORDERS).build(),
                SampleEvents.refused(before).of(PARTNER, ORDERS).build(),
                SampleEvents.refused(before.minus(MILLI)).of(PARTNER, ORDERS).build(),
                SampleEvents.refused(recent.minus(MILLI)).of(OTHER, ORDERS).build());

        assertThat(counts.refusalTrends(List.of(PARTNER.get(), OTHER.get(), new IssuerId("absent"))))
                .containsOnly(Map.entry(PARTNER.get(), new RefusalTrend(recent, 2, before, 2)));
        assertThat(counts.refusalTrends(List.of())).isEmpty();
    }

    @Test
    void todayIsAtLeastTwentyFourHours() {
        record(
                SampleEvents.accepted(NOW.minus(CountedExchanges.TODAY))
                        .of(PARTNER, ORDERS)
                        .build(),
                SampleEvents.accepted(NOW.minus(Duration.ofHours(25)))
                        .of(PARTNER, ORDERS)
                        .build());

        assertThat(activity(PARTNER.get()).acceptedToday()).isEqualTo(1);
        assertThat(activity(PARTNER.get()).accepted30Days()).isEqualTo(2);
    }

    @Test
    void thirtyDaysAreAtLeastThirtyDays() {
        record(
                SampleEvents.refused(NOW.minus(CountedExchanges.THIRTY_DAYS))
                        .of(PARTNER, ORDERS)
                        .build(),
                SampleEvents.refused(daysAgo(31)).of(PARTNER, ORDERS).build());

        assertThat(activity(PARTNER.get()).refused30Days()).isEqualTo(1);
    }

    @Test
    void whatIsAcceptedIsCountedForEachPairOfIssuerAndApplication() {
        record(
                SampleEvents.accepted(NOW).of(PARTNER, ORDERS).build(),
                SampleEvents.accepted(daysAgo(3)).of(PARTNER, ORDERS).build(),
                SampleEvents.accepted(NOW).of(PARTNER, BILLING).build(),
                SampleEvents.accepted(NOW).of(OTHER, ORDERS).build(),
                SampleEvents.refused(NOW).of(OTHER, ORDERS).build(),
                SampleEvents.accepted(NOW).of(Optional.empty(), ORDERS).build());

        Registered.issuer(store, PARTNER.get());
        Registered.issuer(store, OTHER.get());
        Registered.application(store, BILLING.get());
        Registered.application(store, ORDERS.get());

        assertThat(counts.exchangesOf(PARTNER.get(), 30, 10))
                .containsExactly(Map.entry(ORDERS.get(), 2L), Map.entry(BILLING.get(), 1L));
        assertThat(counts.exchangesOf(ORDERS.get(), 30, 10))
                .containsExactly(Map.entry(PARTNER.get(), 2L), Map.entry(OTHER.get(), 1L));
    }

    @Test
    void ofThePairsTheMostUsedAreTakenThatAreStillRegistered() {
        Registered.issuer(store, PARTNER.get());
        Registered.application(store, ORDERS.get());
        Registered.application(store, BILLING.get());
        record(
                SampleEvents.accepted(NOW).of(PARTNER, BILLING).build(),
                SampleEvents.accepted(daysAgo(29)).of(PARTNER, ORDERS).build(),
                SampleEvents.accepted(NOW).of(PARTNER, ORDERS).build());
        for (int i = 0; i < 3; i++) {
            record(SampleEvents.accepted(NOW).of(PARTNER, REMOVED).build());
            record(SampleEvents.accepted(daysAgo(31)).of(PARTNER, BILLING).build());
        }

        assertThat(counts.exchangesOf(PARTNER.get(), 29, 1)).containsExactly(Map.entry(ORDERS.get(), 2L));
        assertThat(counts.exchangesOf(PARTNER.get(), 28, 1)).doesNotContainValue(2L);
        assertThat(counts.exchangesOf(PARTNER.get(), 30, 10))
                .containsExactly(Map.entry(ORDERS.get(), 2L), Map.entry(BILLING.get(), 1L));
    }

    @Test
    void reasonsOfOneFrequencyComeInTheOrderOfTheirCharacters() {
        record(
                SampleEvents.refused(NOW).code(RejectionCode.ISSUER_UNKNOWN).build(),
                SampleEvents.refused(NOW).code(RejectionCode.ASSERTION_REPLAYED).build(),
                SampleEvents.refused(NOW).code(RejectionCode.DPOP_REPLAYED).build(),
                SampleEvents.refused(NOW).code(RejectionCode.ISSUER_DISABLED).build());

        List<String> codes =
                counts.refusals(Span.HOUR, 10).stream().map(CodeCount::code).toList();
        assertThat(codes).hasSize(4).isSorted();
    }

    @Test
    void manyWhoCountAtOnceLoseNothing() throws Exception {
        Registered.application(store, ORDERS.get());
        List<Boolean> recorded = allAtOnce(8, () -> {
            record(SampleEvents.accepted(NOW).of(PARTNER, ORDERS).build());
            return true;
        });

        assertThat(recorded).hasSize(8);
        assertThat(counts.over(Span.HOUR).getLast().accepted()).isEqualTo(8);
        assertThat(activity(PARTNER.get()).acceptedToday()).isEqualTo(8);
        assertThat(counts.exchangesOf(PARTNER.get(), 30, 10)).containsOnly(Map.entry(ORDERS.get(), 8L));
    }

    private Activity activity(IssuerId id) {
        return counts.ofIssuers(List.of(id)).get(id);
    }

    private Activity activity(ApplicationId id) {
        return counts.ofApplications(List.of(id)).get(id);
    }

    private static Instant daysAgo(int days) {
        return NOW.minus(Duration.ofDays(days));
    }

    private static Instant millis(Instant instant) {
        return Instant.ofEpochMilli(instant.toEpochMilli());
    }

    private void record(TokenEvent... events) {
        store.record(events);
    }
}
