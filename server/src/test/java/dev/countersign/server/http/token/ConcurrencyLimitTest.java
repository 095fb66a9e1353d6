package dev.countersign.server.http.token;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.http.token.LoadShedder.Tenant;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ConcurrencyLimitTest {
    private static final int MOST = 64;
    private static final Tenant NOISY = new Tenant("", "noisy");
    private static final Tenant QUIET = new Tenant("", "quiet");

    private final AtomicInteger waiting = new AtomicInteger();
    private final ConcurrencyLimit limit = new ConcurrencyLimit(MOST, waiting::get);

    private int enterAll(Tenant tenant, int attempts) {
        int entered = 0;
        for (int i = 0; i < attempts; i++) {
            if (limit.enter(tenant)) {
                entered++;
            }
        }
        return entered;
    }

    @Test
    void oneAloneMayTakeAllPlacesAndNoneMore() {
        assertThat(enterAll(NOISY, MOST + 10)).isEqualTo(MOST);
        assertThat(limit.hasRoom(NOISY)).isFalse();
    }

    @Test
    void isCalmUntilHalfOfThePlacesAreTaken() {
        enterAll(NOISY, MOST / 2 - 1);
        assertThat(limit.isFarFromFull()).isTrue();

        enterAll(NOISY, 1);
        assertThat(limit.isFarFromFull()).isFalse();
    }

    @Test
    void whoeverLeavesMakesRoomForTheNext() {
        enterAll(NOISY, MOST);

        limit.leave(NOISY);

        assertThat(enterAll(NOISY, 2)).isEqualTo(1);
    }

    @Test
    void theNextPartyGetsInAlthoughOneHasAllPlaces() {
        enterAll(NOISY, MOST);

        assertThat(enterAll(QUIET, MOST)).isEqualTo(MOST / 4);
    }

    @Test
    void whoHasMoreThanItsShareLeavesTheRestToOthers() {
        enterAll(NOISY, MOST);
        enterAll(QUIET, 1);
        for (int i = 0; i < MOST / 2; i++) {
            limit.leave(NOISY);
        }

        assertThat(limit.hasRoom(NOISY)).isFalse();
        assertThat(enterAll(QUIET, MOST)).isEqualTo(MOST / 2 - 1);
    }

    @Test
    void sharesCountOnlyWhereThereIsLittleRoom() {
        enterAll(QUIET, 1);

        assertThat(enterAll(NOISY, MOST)).isEqualTo(MOST / 2);
    }

    @Test
    void whoWaitsForKeysTakesNoPlace() {
        enterAll(NOISY, MOST);
        waiting.set(MOST);

        assertThat(enterAll(QUIET, MOST)).isEqualTo(MOST / 2);
    }

    @Test
    void aPartyThatLeftIsForgotten() {
        enterAll(QUIET, 1);
        limit.leave(QUIET);

        assertThat(enterAll(NOISY, MOST)).isEqualTo(MOST);
    }

    @Test
    void manyClientsOfOneOrganizationLeaveRoomForAnother() {
        for (int i = 0; i < 10; i++) {
            enterAll(new Tenant("/t/noisy", "client " + i), MOST);
        }
        var quiet = new Tenant("/t/quiet", "client");

        assertThat(enterAll(quiet, MOST)).isEqualTo(MOST / 8);
        for (int i = 0; i < MOST / 2; i++) {
            limit.leave(new Tenant("/t/noisy", "client 0"));
        }
        assertThat(limit.hasRoom(new Tenant("/t/noisy", "client 11"))).isFalse();
        assertThat(limit.hasRoom(quiet)).isTrue();
    }

    @Test
    void anOrganizationAloneMayTakeAllPlaces() {
        assertThat(enterAll(new Tenant("/t/acme", "client"), MOST + 10)).isEqualTo(MOST);
    }
}
