package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.audit.SampleEvents;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.ledger.Redemptions;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is forgotten when, from both sides of each boundary. */
class PurgeTest {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final Instant KEEP_UNTIL = NOW.plusSeconds(600);
    private static final Instant END_OF_MINUTE =
            KEEP_UNTIL.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));
    private static final Instant EXPIRY = NOW.plusSeconds(3600);

    @TempDir
    Path folder;

    private final SettableClock clock = new SettableClock(NOW);
    private OpenStore store;

    @BeforeEach
    void open() {
        store = new OpenStore(folder);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsAReplayKeyUntilTheMinuteOfItsTimeAndTheMarginAreOver() {
        redeem("a", KEEP_UNTIL);

        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN).minus(MILLI));

        assertThat(store.count("replay_keys")).isEqualTo(1);
    }

    @Test
    void forgetsAReplayKeyOnceTheMinuteOfItsTimeAndTheMarginAreOver() {
        redeem("a", KEEP_UNTIL);

        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN));

        assertThat(store.count("replay_keys")).isZero();
    }

    @Test
    void roundsTheTimeOfAReplayKeyUp() {
        redeem("a", END_OF_MINUTE.minusNanos(1));

        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN));

        assertThat(store.count("replay_keys")).isEqualTo(1);
    }

    @Test
    void aForgottenAssertionIsStillRefusedWhenTheClockIsSetBack() {
        redeem("a", KEEP_UNTIL);
        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN));

        assertThat(redeem("a", KEEP_UNTIL)).isEqualTo(Redemptions.replayed("a", KEEP_UNTIL));
    }

    @Test
    void theHorizonSurvivesARestart() {
        redeem("a", KEEP_UNTIL);
        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN));
        store.close();
        store = new OpenStore(folder);

        assertThat(redeem("a", KEEP_UNTIL)).isInstanceOf(Redemption.Replayed.class);
    }

    @Test
    void anAssertionJustBeyondTheHorizonIsAccepted() {
        redeem("a", KEEP_UNTIL);
        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN));

        assertThat(redeem("b", KEEP_UNTIL.plus(MILLI))).isEqualTo(new Redemption.Recorded());
    }

    @Test
    void theHorizonIsWhatWasForgottenAndNotTheClock() {
        redeem("a", KEEP_UNTIL);
        purgeAt(NOW.plus(Duration.ofDays(365)));

        assertThat(redeem("b", KEEP_UNTIL.plus(MILLI))).isEqualTo(new Redemption.Recorded());
    }

    @Test
    void keepsTheRecordOfATokenForItsRetention() {
        store.ledger().redeem(List.of(), token("t", EXPIRY));

        purgeAt(EXPIRY.plus(Retention.DEFAULT.issuedTokens()));
        assertThat(store.count("issued_tokens")).isEqualTo(1);

        purgeAt(EXPIRY.plus(Retention.DEFAULT.issuedTokens()).plus(MILLI));
        assertThat(store.count("issued_tokens")).isZero();
    }

    @Test
    void keepsAnAuditEventForItsRetention() {
        store.writer.call(connection -> AuditRows.insert(
                connection,
                SampleEvents.entries(List.of(SampleEvents.accepted(NOW).build())),
                Optional.empty()));

        purgeAt(NOW.plus(Retention.DEFAULT.auditEvents()));
        assertThat(store.count("audit_events")).isEqualTo(1);

        purgeAt(NOW.plus(Retention.DEFAULT.auditEvents()).plus(SPAN));
        assertThat(store.count("audit_events")).isZero();
    }

    @Test
    void goesOnUntilEverythingDueIsGone() {
        int rows = Purge.STEP * 2 + 1;
        List<PendingRedemption> redemptions = IntStream.range(0, rows)
                .mapToObj(i -> new PendingRedemption(key("a" + i, KEEP_UNTIL), Optional.of(token()), Optional.empty()))
                .toList();
        redemptions.forEach(store.writer::offer);
        redemptions.forEach(redemption -> assertThat(store.outcome(redemption)).isEqualTo(new Redemption.Recorded()));

        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN));

        assertThat(store.count("replay_keys")).isZero();
        assertThat(store.count("issued_tokens")).isEqualTo(rows);
    }

    private Redemption redeem(String assertion, Instant keepUntil) {
        return store.ledger().redeem(key(assertion, keepUntil), token());
    }

    private void purgeAt(Instant now) {
        clock.set(now);
        new Purge(store.writer, clock, Retention.DEFAULT).run(() -> true);
    }
}
