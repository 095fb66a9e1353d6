package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AdmissionTest {
    private static final int MOST = 64;
    private static final String NOISY = "noisy";
    private static final String QUIET = "quiet";

    private final AtomicInteger waiting = new AtomicInteger();
    private final Admission admission = new Admission(MOST, waiting::get);

    private int enterAll(String party, int attempts) {
        int entered = 0;
        for (int i = 0; i < attempts; i++) {
            if (admission.enter(party)) {
                entered++;
            }
        }
        return entered;
    }

    @Test
    void oneAloneMayTakeAllPlacesAndNoneMore() {
        assertThat(enterAll(NOISY, MOST + 10)).isEqualTo(MOST);
        assertThat(admission.hasRoom(NOISY)).isFalse();
    }

    @Test
    void isCalmUntilHalfOfThePlacesAreTaken() {
        enterAll(NOISY, MOST / 2 - 1);
        assertThat(admission.isCalm()).isTrue();

        enterAll(NOISY, 1);
        assertThat(admission.isCalm()).isFalse();
    }

    @Test
    void whoeverLeavesMakesRoomForTheNext() {
        enterAll(NOISY, MOST);

        admission.leave(NOISY);

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
            admission.leave(NOISY);
        }

        assertThat(admission.hasRoom(NOISY)).isFalse();
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
        admission.leave(QUIET);

        assertThat(enterAll(NOISY, MOST)).isEqualTo(MOST);
    }
}
