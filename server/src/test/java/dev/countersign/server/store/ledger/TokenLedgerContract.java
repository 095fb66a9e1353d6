package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.StoreContract.allAtOnce;
import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.reusable;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.grant.TokenLedger;
import dev.countersign.core.grant.TokenLedger.Redemption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every ledger promises, whatever engine it lies on. */
abstract class TokenLedgerContract {
    private static final int CALLERS = 64;

    abstract TokenLedger ledger();

    abstract long issuedTokens();

    abstract long replayKeys();

    @Test
    void recordsAnAssertionAndItsToken() {
        assertThat(ledger().redeem(key("a"), token())).isEqualTo(new Redemption.Recorded());

        assertThat(issuedTokens()).isEqualTo(1);
        assertThat(replayKeys()).isEqualTo(1);
    }

    @Test
    void refusesAnAssertionThatWasRedeemedBeforeAndSaysHowLongItIsRemembered() {
        ledger().redeem(key("a", NOW.plusSeconds(100)), token());

        assertThat(ledger().redeem(key("a", NOW.plusSeconds(200)), token()))
                .isEqualTo(new Redemption.Replayed(NOW.plusSeconds(100)));
        assertThat(issuedTokens()).isEqualTo(1);
    }

    @Test
    void foreseesWhatRedeemingWouldComeToAndWritesNothing() {
        assertThat(ledger().peek(key("a", NOW.plusSeconds(100)))).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().peek(key("a", NOW.plusSeconds(100)))).isEqualTo(new Redemption.Recorded());
        assertThat(replayKeys()).isZero();

        ledger().redeem(key("a", NOW.plusSeconds(100)), token());

        assertThat(ledger().peek(key("a", NOW.plusSeconds(200))))
                .isEqualTo(new Redemption.Replayed(NOW.plusSeconds(100)));
        assertThat(ledger().peek(key("b"))).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().peek(Optional.empty())).isEqualTo(new Redemption.Recorded());
        assertThat(replayKeys()).isEqualTo(1);
        assertThat(issuedTokens()).isEqualTo(1);
    }

    @Test
    void whatWasUsedWhileReuseWasAllowedStaysUsedWhenItIsAllowedNoMore() {
        assertThat(ledger().redeem(reusable("a"), token())).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().peek(reusable("a"))).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().redeem(reusable("a"), token())).isEqualTo(new Redemption.Recorded());
        assertThat(issuedTokens()).isEqualTo(2);
        assertThat(replayKeys()).isEqualTo(1);

        assertThat(ledger().redeem(key("a"), token())).isInstanceOf(Redemption.Replayed.class);
        assertThat(ledger().redeem(key("b"), token())).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().redeem(reusable("b"), token())).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().redeem(key("b"), token())).isInstanceOf(Redemption.Replayed.class);
        assertThat(issuedTokens()).isEqualTo(4);
    }

    @Test
    void recordsAnotherAssertionBesideTheFirst() {
        ledger().redeem(key("a"), token());

        assertThat(ledger().redeem(key("b"), token())).isEqualTo(new Redemption.Recorded());
    }

    @Test
    void recordsTheTokenAloneWhereNothingMustBeUnique() {
        assertThat(ledger().redeem(Optional.empty(), token())).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().redeem(Optional.empty(), token())).isEqualTo(new Redemption.Recorded());

        assertThat(issuedTokens()).isEqualTo(2);
        assertThat(replayKeys()).isZero();
    }

    @Test
    void oneOfManyCallersWithTheSameAssertionSucceeds() throws Exception {
        for (int round = 0; round < 20; round++) {
            String assertion = "same " + round;
            List<Redemption> outcomes = allAtOnce(IntStream.range(0, CALLERS)
                    .<Callable<Redemption>>mapToObj(_ -> () -> ledger().redeem(key(assertion), token()))
                    .toList());

            assertThat(outcomes)
                    .filteredOn(Redemption.Recorded.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(Redemption.Replayed.class::isInstance)
                    .hasSize(CALLERS - 1);
        }
        assertThat(issuedTokens()).isEqualTo(20);
    }

    @Test
    void everyOneOfTenThousandAssertionsIsOnRecord() throws Exception {
        int each = 10_000 / CALLERS + 1;
        List<List<Redemption>> outcomes = allAtOnce(IntStream.range(0, CALLERS)
                .<Callable<List<Redemption>>>mapToObj(caller -> () -> IntStream.range(0, each)
                        .mapToObj(i -> ledger().redeem(key(caller + " " + i), token()))
                        .toList())
                .toList());

        assertThat(outcomes.stream().flatMap(List::stream))
                .hasSize(CALLERS * each)
                .containsOnly(new Redemption.Recorded());
        assertThat(issuedTokens()).isEqualTo((long) CALLERS * each);
        assertThat(replayKeys()).isEqualTo((long) CALLERS * each);
    }
}
