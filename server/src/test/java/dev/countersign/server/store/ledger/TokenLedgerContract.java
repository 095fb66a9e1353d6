package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.StoreContract.allAtOnce;
import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.reusable;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.token.TokenLedger.Redemption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Contract of every ledger, on any engine. */
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
                .isEqualTo(Redemptions.replayed("a", NOW.plusSeconds(100)));
        assertThat(issuedTokens()).isEqualTo(1);
    }

    @Test
    void peeksAtWhatRedeemingWouldComeToAndWritesNothing() {
        assertThat(ledger().peek(key("a", NOW.plusSeconds(100)))).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().peek(key("a", NOW.plusSeconds(100)))).isEqualTo(new Redemption.Recorded());
        assertThat(replayKeys()).isZero();

        ledger().redeem(key("a", NOW.plusSeconds(100)), token());

        assertThat(ledger().peek(key("a", NOW.plusSeconds(200))))
                .isEqualTo(Redemptions.replayed("a", NOW.plusSeconds(100)));
        assertThat(ledger().peek(key("b"))).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().peek(List.of())).isEqualTo(new Redemption.Recorded());
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
        assertThat(ledger().redeem(List.of(), token())).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().redeem(List.of(), token())).isEqualTo(new Redemption.Recorded());

        assertThat(issuedTokens()).isEqualTo(2);
        assertThat(replayKeys()).isZero();
    }

    @Test
    void spendsAllJwtsOfARedemptionOrNone() {
        ledger().redeem(key("a", NOW.plusSeconds(100)), token());

        assertThat(ledger().redeem(both(key("client"), key("a")), token()))
                .isEqualTo(Redemptions.replayed("a", NOW.plusSeconds(100)));
        assertThat(ledger().redeem(both(key("client"), key("b")), token())).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().redeem(both(key("client"), key("c")), token()))
                .isEqualTo(Redemptions.replayed("client", NOW.plusSeconds(600)));
        assertThat(ledger().redeem(key("c"), token())).isEqualTo(new Redemption.Recorded());
        assertThat(issuedTokens()).isEqualTo(3);
        assertThat(replayKeys()).isEqualTo(4);
    }

    @Test
    void peeksAtAllJwtsOfARedemption() {
        ledger().redeem(key("a"), token());

        assertThat(ledger().peek(both(key("client"), key("b")))).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().peek(both(key("client"), key("a")))).isInstanceOf(Redemption.Replayed.class);
        assertThat(ledger().peek(both(reusable("a"), key("b")))).isEqualTo(new Redemption.Recorded());
    }

    @Test
    void aReusableAssertionIsOnRecordBesideAJwtThatIsUsedOnce() {
        assertThat(ledger().redeem(both(key("client 1"), reusable("a")), token()))
                .isEqualTo(new Redemption.Recorded());
        assertThat(ledger().redeem(both(key("client 2"), reusable("a")), token()))
                .isEqualTo(new Redemption.Recorded());
        assertThat(ledger().redeem(both(key("client 2"), reusable("a")), token()))
                .isInstanceOf(Redemption.Replayed.class);
        assertThat(ledger().redeem(key("a"), token())).isInstanceOf(Redemption.Replayed.class);
    }

    @Test
    void spendsWithoutAToken() {
        assertThat(ledger().spend(key("client"))).isEqualTo(new Redemption.Recorded());
        assertThat(ledger().spend(key("client"))).isInstanceOf(Redemption.Replayed.class);
        assertThat(issuedTokens()).isZero();
    }

    /** Of many redemptions at once that share one JWT one succeeds, and the others spend nothing. */
    @Test
    void oneOfManyCallersWithTheSameClientAssertionSucceeds() throws Exception {
        for (int round = 0; round < 10; round++) {
            String client = "client " + round;
            String assertion = "assertion " + round + " of ";
            List<Redemption> outcomes = allAtOnce(IntStream.range(0, CALLERS)
                    .<Callable<Redemption>>mapToObj(caller ->
                            () -> ledger().redeem(both(key(client), key(assertion + caller)), token()))
                    .toList());

            assertThat(outcomes)
                    .filteredOn(Redemption.Recorded.class::isInstance)
                    .hasSize(1);
            assertThat(outcomes)
                    .filteredOn(Redemptions.replayed(client, NOW.plusSeconds(600))::equals)
                    .hasSize(CALLERS - 1);
            for (int caller = 0; caller < CALLERS; caller++) {
                boolean spent = outcomes.get(caller) instanceof Redemption.Recorded;
                assertThat(ledger().peek(key(assertion + caller)) instanceof Redemption.Replayed)
                        .isEqualTo(spent);
            }
        }
        assertThat(issuedTokens()).isEqualTo(10);
    }

    private static List<ReplayKey> both(List<ReplayKey> one, List<ReplayKey> other) {
        return Stream.concat(one.stream(), other.stream()).toList();
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
