package dev.countersign.server.insight;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests of the rule by which refusals rise, on both sides of each boundary. */
class RefusalTrendTest {
    private static final Instant RECENT = Instant.parse("2030-01-08T12:00:00Z");
    private static final Instant BEFORE = RECENT.minus(Duration.ofHours(168));

    @Test
    void twentyRefusalsAfterAQuietWeekAreARise() {
        assertThat(rises(20, 0)).isTrue();
        assertThat(rises(19, 0)).isFalse();
    }

    @Test
    void threeTimesTheAverageOfTwoHoursIsARise() {
        // ten in an hour on average
        assertThat(rises(60, 1680)).isTrue();
        assertThat(rises(59, 1680)).isFalse();
    }

    @Test
    void theHoursBeforeTheRegistrationDoNotLowerTheAverage() {
        var trend = new RefusalTrend(RECENT, 30, BEFORE, 50);

        assertThat(trend.isRising(BEFORE)).isTrue();
        assertThat(trend.isRising(RECENT.minus(Duration.ofHours(10)))).isTrue();
        assertThat(trend.isRising(RECENT.minus(Duration.ofHours(9)))).isFalse();
    }

    @Test
    void anIssuerThatWasJustRegisteredHasNoAverage() {
        assertThat(new RefusalTrend(RECENT, 20, BEFORE, 0).isRising(RECENT.plusSeconds(60)))
                .isTrue();
    }

    private static boolean rises(long recent, long before) {
        return new RefusalTrend(RECENT, recent, BEFORE, before).isRising(Instant.EPOCH);
    }
}
