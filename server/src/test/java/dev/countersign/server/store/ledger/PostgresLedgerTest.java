package dev.countersign.server.store.ledger;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SettableClock;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.OpenStore;
import dev.countersign.server.store.PostgresCluster;
import dev.countersign.server.store.Purge;
import dev.countersign.server.store.database.Retention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests of the ledger on PostgreSQL: the contract, and the effects of several nodes and periods. */
class PostgresLedgerTest extends TokenLedgerContract {
    private static final Duration PERIOD = Duration.ofHours(6);

    private final String url = PostgresCluster.freshUrl();
    private final SettableClock clock = new SettableClock(NOW);
    private OpenStore store;

    @BeforeEach
    void open() {
        store = OpenStore.onPostgres(url);
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    TokenLedger ledger() {
        return store.ledger();
    }

    @Override
    long issuedTokens() {
        return store.count("issued_tokens");
    }

    @Override
    long replayKeys() {
        return store.count("replay_keys");
    }

    private void maintain() {
        new Purge(store.writer, clock, Retention.DEFAULT).run(() -> true);
    }

    private long partitions(String table) {
        return store.number("SELECT count(*) FROM pg_inherits WHERE inhparent = '" + table + "'::regclass");
    }

    @Test
    void ofManyOnTwoNodesOneGetsTheToken() throws Exception {
        try (OpenStore other = OpenStore.onPostgres(url);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var start = new CountDownLatch(1);
            List<TokenLedger> nodes = List.of(ledger(), other.ledger());
            List<Future<Redemption>> outcomes = new ArrayList<>();
            for (int i = 0; i < 2000; i++) {
                TokenLedger node = nodes.get(i % 2);
                String name = "assertion " + i / 20;
                outcomes.add(threads.submit((Callable<Redemption>) () -> {
                    start.await();
                    return node.redeem(key(name), token());
                }));
            }
            start.countDown();
            long recorded = 0;
            for (Future<Redemption> outcome : outcomes) {
                assertThat(outcome.get()).isInstanceOfAny(Redemption.Recorded.class, Redemption.Replayed.class);
                recorded += outcome.get() instanceof Redemption.Recorded ? 1 : 0;
            }
            assertThat(recorded).isEqualTo(100);
            assertThat(issuedTokens()).isEqualTo(100);
            assertThat(replayKeys()).isEqualTo(100);
        }
    }

    /** Both nodes present the same client assertions, each time with another assertion, which a refusal leaves unspent. */
    @Test
    void ofManyOnTwoNodesWithOneClientAssertionOneGetsTheToken() throws Exception {
        try (OpenStore other = OpenStore.onPostgres(url);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<TokenLedger> nodes = List.of(ledger(), other.ledger());
            List<Future<Redemption>> outcomes = new ArrayList<>();
            for (int i = 0; i < 1000; i++) {
                TokenLedger node = nodes.get(i % 2);
                List<ReplayKey> keys = List.of(
                        key("client " + i / 20).getFirst(),
                        key("assertion " + i).getFirst());
                outcomes.add(threads.submit(() -> node.redeem(keys, token())));
            }
            for (int i = 0; i < outcomes.size(); i++) {
                boolean spent = outcomes.get(i).get() instanceof Redemption.Recorded;
                assertThat(ledger().peek(key("assertion " + i)) instanceof Redemption.Replayed)
                        .isEqualTo(spent);
            }
            assertThat(issuedTokens()).isEqualTo(50);
            assertThat(replayKeys()).isEqualTo(100);
        }
    }

    @Test
    void anAssertionIsKnownInEveryLaterPeriodWhateverItsExpiry() {
        maintain();
        ledger().redeem(key("a", NOW.plus(PERIOD.multipliedBy(9))), token());
        for (int period = 1; period <= 3; period++) {
            clock.advance(PERIOD);
            maintain();
            assertThat(ledger().redeem(key("a", NOW.plus(PERIOD.multipliedBy(9 + period))), token()))
                    .as("in another partition, period " + period)
                    .isEqualTo(Redemptions.replayed("a", NOW.plus(PERIOD.multipliedBy(9))));
        }
        assertThat(partitions("replay_keys"))
                .as("the one with the key, the last and the current; empty ones are gone")
                .isEqualTo(3);
    }

    @Test
    void aPeriodIsForgottenWhenItsLastKeyMayBeAndIsRefusedEverAfter() {
        maintain();
        ledger().redeem(key("short", NOW.plusSeconds(60)), token());
        ledger().redeem(key("long", NOW.plus(PERIOD)), token());
        clock.advance(PERIOD);
        maintain();
        assertThat(replayKeys()).isEqualTo(2);

        clock.advance(Retention.REPLAY_KEY_MARGIN);
        maintain();

        assertThat(replayKeys()).isZero();
        assertThat(ledger().redeem(key("long", NOW.plus(PERIOD)), token()))
                .as("by a clock that was set back")
                .isInstanceOf(Redemption.Replayed.class);
        assertThat(ledger().redeem(key("new", NOW.plus(PERIOD).plusSeconds(1)), token()))
                .isInstanceOf(Redemption.Recorded.class);
    }

    @Test
    void tokensAndEventsLieInPartitionsThatGoAsAWhole() {
        maintain();
        assertThat(partitions("issued_tokens"))
                .as("today, three days ahead, and the rest")
                .isEqualTo(5);
        ledger().redeem(key("a"), token("t", NOW.plusSeconds(60)));
        assertThat(store.count("issued_tokens_other")).isZero();

        clock.set(NOW.plus(Retention.DEFAULT.issuedTokens()));
        maintain();
        assertThat(issuedTokens()).isEqualTo(1);
        clock.advance(Duration.ofDays(1).plusSeconds(60));
        maintain();
        assertThat(issuedTokens()).isZero();
        assertThat(partitions("audit_events")).isGreaterThan(2);
    }
}
