package dev.countersign.server.store.database;

import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.column.OrganizationKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RedemptionTimeoutsTest {
    private static final Duration LONG = Duration.ofMinutes(5);
    private static final Redemption OTHERWISE = StoreWriter.UNAVAILABLE;

    private final RedemptionTimeouts callers = RedemptionTimeouts.start();
    private final PendingRedemption redemption =
            new PendingRedemption(OrganizationKey.ROOT, key("a"), Optional.of(token()), Optional.empty());

    @AfterEach
    void close() {
        callers.close();
    }

    @Test
    void givesTheOutcomeWhenThereIsOne() {
        Thread.ofVirtual().start(() -> redemption.complete(new Redemption.Recorded()));

        assertThat(callers.await(redemption, LONG, OTHERWISE)).isEqualTo(new Redemption.Recorded());
    }

    @Test
    void givesUpWhenThePatienceIsOver() {
        assertThat(callers.await(redemption, Duration.ofMillis(1), OTHERWISE)).isEqualTo(OTHERWISE);
        assertThat(redemption.isAbandoned()).isTrue();
    }

    @Test
    void theFirstOutcomeStands() {
        redemption.complete(new Redemption.Recorded());
        redemption.complete(OTHERWISE);

        assertThat(callers.await(redemption, Duration.ZERO, OTHERWISE)).isEqualTo(new Redemption.Recorded());
    }

    @Test
    void whoIsToldToStopTakesTheOtherOutcome() throws Exception {
        var answers = new ArrayBlockingQueue<Redemption>(1);
        Thread caller = Thread.ofVirtual().start(() -> answers.add(callers.await(redemption, LONG, OTHERWISE)));

        caller.interrupt();

        assertThat(answers.take()).isEqualTo(OTHERWISE);
    }

    @Test
    void nobodyWaitsForWhatIsClosed() throws Exception {
        var answers = new ArrayBlockingQueue<Redemption>(1);
        Thread caller = Thread.ofPlatform().start(() -> answers.add(callers.await(redemption, LONG, OTHERWISE)));
        while (caller.getState() != Thread.State.WAITING) {
            Thread.onSpinWait();
        }

        callers.close();

        assertThat(answers.take()).isEqualTo(OTHERWISE);
    }

    @Test
    void aFaultIsThrown() {
        redemption.fail(new IllegalArgumentException("broken"));

        assertThatThrownBy(() -> callers.await(redemption, LONG, OTHERWISE))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseMessage("broken");
    }
}
