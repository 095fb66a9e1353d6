package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.audit.SampleEvents;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.PendingRedemption;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.ledger.Redemptions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is forgotten when, and that it is never forgotten too early. */
abstract class PurgeContract {
    static final Duration MILLI = Duration.ofMillis(1);
    static final Instant KEEP_UNTIL = NOW.plusSeconds(600);
    private static final Duration SPAN = Duration.ofMinutes(10);
    private static final Instant EXPIRY = NOW.plusSeconds(3600);

    private final SettableClock clock = new SettableClock(NOW);
    OpenStore store;

    /** The database of the test: empty at first, the same one again later. */
    abstract OpenStore openDatabase();

    /** How much longer than it must an engine may keep what it forgets by the stretch of time. */
    abstract Duration slack();

    @BeforeEach
    void open() {
        store = openDatabase();
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void keepsAReplayKeyUntilItsTimeAndTheMarginAreOver() {
        redeem("a", KEEP_UNTIL);

        purgeAt(KEEP_UNTIL.plus(Retention.REPLAY_KEY_MARGIN).minus(MILLI));

        assertThat(store.count("replay_keys")).isEqualTo(1);
    }

    @Test
    void forgetsAReplayKeyAfterItsTimeAndTheMargin() {
        redeem("a", KEEP_UNTIL);

        forgetKeys();

        assertThat(store.count("replay_keys")).isZero();
    }

    @Test
    void aForgottenAssertionIsStillRefusedWhenTheClockIsSetBack() {
        redeem("a", KEEP_UNTIL);
        forgetKeys();

        assertThat(redeem("a", KEEP_UNTIL)).isEqualTo(Redemptions.replayed("a", KEEP_UNTIL));
    }

    @Test
    void theHorizonSurvivesARestart() {
        redeem("a", KEEP_UNTIL);
        forgetKeys();
        store.close();
        store = openDatabase();

        assertThat(redeem("a", KEEP_UNTIL)).isInstanceOf(Redemption.Replayed.class);
    }

    @Test
    void anAssertionJustBeyondTheHorizonIsAccepted() {
        redeem("a", KEEP_UNTIL);
        forgetKeys();

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

        purgeAt(EXPIRY.plus(Retention.DEFAULT.issuedTokens()).plus(MILLI).plus(slack()));
        assertThat(store.count("issued_tokens")).isZero();
    }

    @Test
    void keepsAnAuditEventForItsRetention() {
        store.record(SampleEvents.accepted(NOW).build());

        purgeAt(NOW.plus(Retention.DEFAULT.auditEvents()));
        assertThat(store.count("audit_events")).isEqualTo(1);

        purgeAt(NOW.plus(Retention.DEFAULT.auditEvents()).plus(SPAN).plus(slack()));
        assertThat(store.count("audit_events")).isZero();
    }

    @Test
    void goesOnUntilEverythingDueIsGone() {
        int rows = Purge.STEP * 2 + 1;
        List<PendingRedemption> redemptions = IntStream.range(0, rows)
                .mapToObj(i -> new PendingRedemption(
                        OrganizationKey.ROOT, key("a" + i, KEEP_UNTIL), Optional.of(token()), Optional.empty()))
                .toList();
        redemptions.forEach(store.writer::offer);
        redemptions.forEach(redemption -> assertThat(store.outcome(redemption)).isEqualTo(new Redemption.Recorded()));

        forgetKeys();

        assertThat(store.count("replay_keys")).isZero();
        assertThat(store.count("issued_tokens")).isEqualTo(rows);
    }

    Redemption redeem(String assertion, Instant keepUntil) {
        return store.ledger().redeem(key(assertion, keepUntil), token());
    }

    /** An engine that forgets by the stretch of time ends a stretch first, and forgets it the next time. */
    void purgeAt(Instant now) {
        clock.set(now);
        var purge = new Purge(store.writer, clock, Retention.DEFAULT);
        purge.run(() -> true);
        purge.run(() -> true);
    }

    private void forgetKeys() {
        purgeAt(KEEP_UNTIL.plusSeconds(60).plus(Retention.REPLAY_KEY_MARGIN).plus(slack()));
    }
}
