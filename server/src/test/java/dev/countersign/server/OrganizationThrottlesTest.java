package dev.countersign.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.FailureThrottle;
import dev.countersign.server.store.cluster.SharedFailures;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Tests of the throttles of organizations, which two nodes share. */
class OrganizationThrottlesTest {
    private static final Instant NOW = Instant.parse("2030-01-01T12:00:00Z");
    private static final String ADDRESS = "192.0.2.1";

    private final SharedFailures here = new SharedFailures(() -> NOW);
    private final SharedFailures elsewhere = new SharedFailures(() -> NOW);

    @Test
    void aFailureSlowsAttemptsInItsOrganizationAlone() {
        FailureThrottle acme = make(new OrganizationThrottles(here, "/t/acme"));
        FailureThrottle globex = make(new OrganizationThrottles(here, "/t/globex"));

        failElsewhere("/t/acme");

        assertThat(isSlowed(acme)).isTrue();
        assertThat(isSlowed(globex)).isFalse();
    }

    @Test
    void droppedThrottlesHearOfNoFailureAndLaterOnesOfTheSameOrganizationDo() {
        var earlier = new OrganizationThrottles(here, "/t/acme");
        FailureThrottle dropped = make(earlier);
        var later = new OrganizationThrottles(here, "/t/acme");
        FailureThrottle used = make(later);

        earlier.close();
        failElsewhere("/t/acme");
        assertThat(isSlowed(dropped)).isFalse();
        assertThat(isSlowed(used)).isTrue();

        used.succeeded("orders", ADDRESS);
        later.close();
        failElsewhere("/t/acme");
        assertThat(isSlowed(used)).isFalse();
    }

    private void failElsewhere(String organizationPath) {
        make(new OrganizationThrottles(elsewhere, organizationPath)).failed("orders", ADDRESS, NOW);
        here.receive(elsewhere.unsent().orElseThrow());
    }

    private static FailureThrottle make(OrganizationThrottles throttles) {
        return throttles.make("client", 1, Duration.ofMinutes(1));
    }

    private static boolean isSlowed(FailureThrottle throttle) {
        return throttle.remainingDelay("orders", ADDRESS, NOW).isPresent();
    }
}
