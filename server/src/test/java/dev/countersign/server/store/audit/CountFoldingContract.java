package dev.countersign.server.store.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.trust.StoreOutcome;
import dev.countersign.server.registry.trust.TrustChange;
import dev.countersign.server.store.Purge;
import dev.countersign.server.store.StoreContract;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.trust.SqlTrustStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Contract of the aggregation of counts: the time until it, on both sides of each boundary, and the number of remaining
 * rows.
 */
abstract class CountFoldingContract extends StoreContract {
    static final Instant DAY = Instant.parse("2026-11-24T00:00:00Z");
    private static final TrustedIssuer ISSUER = SampleIssuer.partner().build();
    static final Optional<IssuerId> PARTNER = Optional.of(ISSUER.id());
    static final Optional<ApplicationId> ORDERS = Optional.of(new ApplicationId("application-1"));

    private final SettableClock clock = new SettableClock(DAY);

    @BeforeEach
    void registerIssuer() {
        assertThat(trust(new TrustChange.IssuerAdded(ISSUER, EVENT))).isInstanceOf(StoreOutcome.Stored.class);
    }

    private static final AdminEvent EVENT = new AdminEvent(
            DAY,
            new CorrelationId("c"),
            "admin",
            "trusted_token_issuer.changed",
            "issuer-1",
            SampleIssuer.NAME,
            Optional.empty(),
            Optional.empty());

    @ParameterizedTest
    @CsvSource({
        "PT2H,   minute, ''",
        "PT25H,  hour,   issuer-1",
        "P31D,   day,    issuer-1",
        "P8D,    hour,   ''",
    })
    void countsAreKeptApartForTheirTime(Duration keep, String width, String whose) {
        record(SampleEvents.accepted(DAY).of(PARTNER, Optional.empty()).build());
        purgeAt(DAY.plus(keep).minusMillis(1));
        purgeAt(DAY.plus(keep));
        assertThat(rows(width, whose)).isEqualTo(1);

        purgeAt(DAY.plus(keep).plusMillis(1));
        assertThat(rows(width, whose)).isZero();
    }

    @Test
    void pairsAreKeptAsLongAsThirtyDaysMayCountThem() {
        record(SampleEvents.accepted(DAY).of(PARTNER, ORDERS).build());
        Instant lastDay = DAY.plus(CountedExchanges.THIRTY_DAYS);

        purgeAt(lastDay.plus(Duration.ofDays(1)).minusMillis(1));
        assertThat(store.count("exchanges_between")).isEqualTo(2);

        purgeAt(lastDay.plus(Duration.ofDays(1)));
        assertThat(store.count("exchanges_between")).isZero();
    }

    @Test
    void theLastExchangeIsRememberedForEver() {
        record(SampleEvents.accepted(DAY).of(PARTNER, ORDERS).build());
        purgeAt(DAY.plus(Duration.ofDays(26)));
        purgeAt(DAY.plus(Duration.ofDays(3_650)));

        var activity = new CountedExchanges(store.organization(), clock)
                .ofIssuers(List.of(ISSUER.id()))
                .get(ISSUER.id());
        assertThat(activity.lastAccepted()).contains(DAY);
        assertThat(activity.accepted30Days()).isZero();
    }

    @Test
    void whoIsRemovedIsForgottenAtOnce() {
        record(SampleEvents.accepted(DAY).of(PARTNER, Optional.empty()).build());
        trust(new TrustChange.IssuerRemoved(ISSUER.id(), EVENT));

        assertThat(store.number("SELECT count(*) FROM exchange_counts WHERE whose <> ''"))
                .isZero();
    }

    @Test
    void whatArrivesAboutWhoWasRemovedIsForgottenInTime() {
        trust(new TrustChange.IssuerRemoved(ISSUER.id(), EVENT));
        record(SampleEvents.accepted(DAY).of(PARTNER, Optional.empty()).build());

        purgeAt(DAY.plus(Duration.ofDays(32)));
        purgeAt(DAY.plus(Duration.ofDays(32)));

        assertThat(store.count("exchange_counts")).isZero();
    }

    @Test
    void howManyCountsThereAreDependsOnWhoExistsAndNotOnWhatIsAsked() {
        List<TokenEvent> flood = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            flood.add(SampleEvents.refused(DAY.plusMillis(i))
                    .of(Optional.empty(), Optional.empty())
                    .clientId("stranger-" + i)
                    .code(RejectionCode.CLIENT_UNAUTHENTICATED)
                    .build());
        }
        store.record(flood.toArray(TokenEvent[]::new));

        assertThat(store.count("exchange_counts")).isEqualTo(1);
        assertThat(store.count("exchanges_between")).isZero();
    }

    private StoreOutcome trust(TrustChange change) {
        return new SqlTrustStore(store.organization()).commit(change);
    }

    private long rows(String width, String whose) {
        return store.number(
                "SELECT count(*) FROM exchange_counts WHERE width = '%s' AND whose = '%s'".formatted(width, whose));
    }

    final void record(TokenEvent event) {
        store.record(event);
    }

    final void purgeAt(Instant now) {
        clock.set(now);
        new Purge(store.writer, clock, Retention.DEFAULT).run(() -> true);
    }
}
