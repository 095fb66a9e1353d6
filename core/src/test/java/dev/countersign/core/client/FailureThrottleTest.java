package dev.countersign.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class FailureThrottleTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String CLIENT = "client";
    private static final String ADDRESS = "192.0.2.1";

    private final FailureThrottle throttle = new FailureThrottle();

    private void fail(int times, Instant at) {
        for (int i = 0; i < times; i++) {
            throttle.failed(CLIENT, ADDRESS, at);
        }
    }

    @Test
    void nineFailuresCostNothingAndTheTenthASecond() {
        fail(9, NOW);
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, NOW)).isEmpty();
        fail(1, NOW);
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, NOW)).contains(Duration.ofSeconds(1));
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, NOW.plusMillis(999)))
                .contains(Duration.ofMillis(1));
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, NOW.plusSeconds(1))).isEmpty();
    }

    @Test
    void theDelayDoublesUpToAMinute() {
        fail(12, NOW);
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, NOW)).contains(Duration.ofSeconds(4));
        fail(100, NOW);
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, NOW)).contains(Duration.ofMinutes(1));
    }

    @Test
    void nobodyIsLockedOutFromElsewhere() {
        fail(20, NOW);
        assertThat(throttle.remainingDelay(CLIENT, "192.0.2.2", NOW)).isEmpty();
        assertThat(throttle.remainingDelay("other", ADDRESS, NOW)).isEmpty();
    }

    @Test
    void theAddressesOfOneIpv6NetworkCountAsOne() {
        for (int i = 0; i < 10; i++) {
            throttle.failed(CLIENT, "2001:db8:0:7:0:0:0:" + i, NOW);
        }
        assertThat(throttle.remainingDelay(CLIENT, "2001:db8:0:7:f:f:f:f", NOW)).isPresent();
        assertThat(throttle.remainingDelay(CLIENT, "2001:db8:0:8:0:0:0:1", NOW)).isEmpty();
    }

    @Test
    void aSuccessForgetsTheFailures() {
        fail(9, NOW);
        throttle.succeeded(CLIENT, ADDRESS);
        fail(9, NOW);
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, NOW)).isEmpty();
    }

    @Test
    void tenQuietMinutesForgetTheFailures() {
        fail(9, NOW);
        fail(1, NOW.plus(FailureThrottle.FORGOTTEN_AFTER));
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, NOW.plus(FailureThrottle.FORGOTTEN_AFTER)))
                .isPresent();
        throttle.succeeded(CLIENT, ADDRESS);
        fail(9, NOW);
        Instant later = NOW.plus(FailureThrottle.FORGOTTEN_AFTER).plusNanos(1);
        fail(1, later);
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, later)).isEmpty();
    }

    @Test
    void aFloodOfNamesForgetsTheOldestAndStaysBounded() {
        fail(20, NOW);
        for (int i = 0; i < FailureThrottle.MOST_PAIRS; i++) {
            throttle.failed("flood-" + i, ADDRESS, NOW);
        }
        assertThat(throttle.remainingDelay(CLIENT, ADDRESS, NOW)).isEmpty();
    }
}
