package dev.countersign.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.bench.server.Ledger;
import org.junit.jupiter.api.Test;

class LedgerCheckTest {
    private static final Seen SEEN = new Seen(100, 90, 4, 8);
    private static final ReplayAttempt REPLAY = new ReplayAttempt(20, 0);
    private static final Ledger LEDGER = new Ledger(92, 92, 0, 92, 92, 20);

    @Test
    void isSoundWhenTheUnseenMayOrMayNotBeOnRecord() {
        assertThat(LedgerCheck.of(SEEN, REPLAY, 0, LEDGER).problems()).isEmpty();
        assertThat(LedgerCheck.of(SEEN, REPLAY, 0, new Ledger(90, 90, 0, 90, 90, 20))
                        .problems())
                .isEmpty();
        assertThat(LedgerCheck.of(SEEN, REPLAY, 0, new Ledger(96, 96, 0, 96, 96, 20))
                        .problems())
                .isEmpty();
    }

    @Test
    void findsAnsweredTokenThatIsNotOnRecord() {
        assertThat(LedgerCheck.of(SEEN, REPLAY, 0, new Ledger(89, 89, 0, 89, 89, 20))
                        .problems())
                .containsExactly("Tokens were answered that are not on record.");
    }

    @Test
    void findsMoreOnRecordThanWasPresented() {
        assertThat(LedgerCheck.of(SEEN, REPLAY, 0, new Ledger(97, 97, 0, 97, 97, 20))
                        .problems())
                .containsExactly("More is on record than was presented.");
    }

    @Test
    void findsAssertionThatGaveTwoTokens() {
        assertThat(LedgerCheck.of(SEEN, REPLAY, 0, new Ledger(92, 92, 0, 91, 92, 20))
                        .problems())
                .containsExactly("There are not as many replay keys as tokens and proofs.");
        assertThat(LedgerCheck.of(SEEN, new ReplayAttempt(20, 1), 0, LEDGER).problems())
                .containsExactly("1 assertions were accepted a second time.");
    }

    @Test
    void findsProofThatGaveTwoTokens() {
        assertThat(LedgerCheck.of(SEEN, REPLAY, 0, new Ledger(92, 92, 40, 132, 92, 20))
                        .problems())
                .isEmpty();
        assertThat(LedgerCheck.of(SEEN, REPLAY, 0, new Ledger(92, 92, 40, 131, 92, 20))
                        .problems())
                .containsExactly("There are not as many replay keys as tokens and proofs.");
    }

    @Test
    void findsGapsInTheAudit() {
        assertThat(LedgerCheck.of(SEEN, REPLAY, 3, new Ledger(92, 92, 0, 92, 89, 20))
                        .problems())
                .containsExactly("3 audit events were lost.", "There are not as many audit events as tokens.");
        assertThat(LedgerCheck.of(SEEN, REPLAY, 0, new Ledger(92, 92, 0, 92, 92, 19))
                        .problems())
                .containsExactly("The audit does not tell of every replay.");
    }

    @Test
    void findsRequestsThatWereNeverAnswered() {
        assertThat(LedgerCheck.of(new Seen(100, 91, 0, 8), REPLAY, 0, LEDGER).problems())
                .containsExactly("Requests were not answered.");
    }
}
