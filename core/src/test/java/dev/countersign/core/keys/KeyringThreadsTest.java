package dev.countersign.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeyringFixture.FakeFetcher;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class KeyringThreadsTest {
    private final KeyringFixture lab = new KeyringFixture();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch fetching = new CountDownLatch(1);
    private final CountDownLatch answer = new CountDownLatch(1);

    @BeforeEach
    void fetchesRunInThreadsOfTheirOwn() {
        lab.executor = threads;
    }

    @AfterEach
    void endThreads() {
        answer.countDown();
        threads.shutdownNow();
    }

    /** From now on the issuer answers only when the test says so. */
    private void slow(String... kids) {
        lab.fetcher.script = url -> {
            fetching.countDown();
            await(answer);
            return FakeFetcher.good(KeyringFixture.set(kids));
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
    }

    private <T> List<Future<T>> many(Callable<T> work) {
        var all = new ArrayList<Future<T>>();
        for (int i = 0; i < 200; i++) {
            all.add(threads.submit(work));
        }
        return all;
    }

    @Test
    void callersShareOneFetch() throws Exception {
        slow("a");
        var callers = many(() -> lab.find("a"));
        await(fetching);
        answer.countDown();

        for (var caller : callers) {
            assertThat(caller.get()).isInstanceOf(KeyLookup.Found.class);
        }
        lab.assertFetches(1);
    }

    @Test
    void aFloodOfUnknownKidsSharesOneFetch() throws Exception {
        lab.fetcher.publishes("a");
        lab.assertFound("a");
        slow("a");
        var number = new AtomicInteger();
        var callers = many(() -> lab.find("random-" + number.incrementAndGet()));
        await(fetching);
        lab.assertFound("a");
        // a caller that comes after the answer is told that the issuer may not be asked again yet
        while (lab.waiting.get() < callers.size()) {
            Thread.onSpinWait();
        }
        answer.countDown();

        for (var caller : callers) {
            assertThat(caller.get()).isInstanceOf(KeyLookup.NotFound.class);
        }
        lab.assertFetches(2);
    }

    @Test
    void notAllCallersMayWaitForAHangingIssuer() throws Exception {
        int tooMany = 44;
        slow("a");
        var answers = new ExecutorCompletionService<KeyLookup>(threads);
        for (int i = 0; i < RemoteJwkSet.MOST_CALLERS + tooMany; i++) {
            answers.submit(() -> lab.find("a"));
        }
        for (int i = 0; i < tooMany; i++) {
            assertThat(answers.take().get()).isInstanceOf(KeyLookup.Unavailable.class);
        }
        answer.countDown();
        for (int i = 0; i < RemoteJwkSet.MOST_CALLERS; i++) {
            assertThat(answers.take().get()).isInstanceOf(KeyLookup.Found.class);
        }
        lab.assertFetches(1);
    }

    @Test
    void howeverManyIssuersHangOthersAreStillServed() throws Exception {
        lab.fetcher.publishes("b");
        KeyOwner good = issuer(99);
        assertThat(lab.find(good, "b")).isInstanceOf(KeyLookup.Found.class);
        slow("a");
        var answers = new ExecutorCompletionService<KeyLookup>(threads);
        int issuers = 4;
        for (int n = 0; n < issuers; n++) {
            KeyOwner hanging = issuer(n);
            for (int i = 0; i < RemoteJwkSet.MOST_CALLERS; i++) {
                answers.submit(() -> lab.find(hanging, "a"));
            }
        }
        for (int i = 0; i < issuers * RemoteJwkSet.MOST_CALLERS - WaitingCallers.MOST; i++) {
            assertThat(answers.take().get()).isInstanceOf(KeyLookup.Unavailable.class);
        }

        assertThat(lab.find(good, "b")).isInstanceOf(KeyLookup.Found.class);
        answer.countDown();
        for (int i = 0; i < WaitingCallers.MOST; i++) {
            answers.take().get();
        }
        assertThat(lab.waiting).hasValue(0);
    }

    @Test
    void callersOfAllKeyringsAreCountedTogether() throws Exception {
        slow("a");
        Keyring ofOne = lab.keyring;
        Keyring ofAnother = lab.restarted();
        var callers = List.of(
                threads.submit(() -> ofOne.find(lab.partner, Algorithm.EDDSA, Optional.of("a"))),
                threads.submit(() -> ofAnother.find(lab.partner, Algorithm.EDDSA, Optional.of("a"))));
        while (lab.waiting.get() < callers.size()) {
            Thread.onSpinWait();
        }
        answer.countDown();

        for (var caller : callers) {
            assertThat(caller.get()).isInstanceOf(KeyLookup.Found.class);
        }
        assertThat(lab.waiting).hasValue(0);
    }

    private static KeyOwner issuer(int number) {
        return SampleIssuer.partner()
                .named("issuer-" + number, "issuer " + number, "https://" + number + ".example")
                .keys(new KeySource.JwksUrl(URI.create("https://" + number + ".example/jwks")))
                .build()
                .keyOwner();
    }

    @Test
    void aSlowIssuerDelaysNoOther() throws Exception {
        KeyOwner other = SampleIssuer.partner()
                .named("issuer-2", "other", "https://other.example")
                .keys(new KeySource.JwksUrl(URI.create("https://other.example/jwks")))
                .build()
                .keyOwner();
        slow("a");
        var slow = threads.submit(() -> lab.find("a"));
        await(fetching);
        lab.fetcher.publishes("b");

        assertThat(lab.find(other, "b")).isInstanceOf(KeyLookup.Found.class);
        assertThat(slow.isDone()).isFalse();
        answer.countDown();
        assertThat(slow.get()).isInstanceOf(KeyLookup.Found.class);
    }

    @Test
    void aFetchThatBeganBeforeTheDemandDoesNotCount() throws Exception {
        slow("old");
        var early = threads.submit(() -> lab.find("old"));
        await(fetching);
        lab.fetcher.publishes("new");
        var refresh = threads.submit(() -> lab.keyring.refresh(lab.partner));
        answer.countDown();

        assertThat(refresh.get().keys())
                .extracting(KeysInUse.Key::label)
                .singleElement()
                .asString()
                .contains("new");
        early.get();
        lab.assertFetches(2);
    }

    @Test
    void aFetchOfTheOldUrlThatEndsAfterTheChangeBringsNothingBack() throws Exception {
        slow("a");
        var early = threads.submit(() -> lab.find("a"));
        await(fetching);
        lab.fetcher.fails("answered 500");
        lab.keyring.retain(List.of());
        answer.countDown();

        assertThat(early.get()).isInstanceOf(KeyLookup.Unavailable.class);
        assertThat(lab.find("a")).isInstanceOf(KeyLookup.Unavailable.class);
        assertThat(lab.store.rows).isEmpty();
    }

    @Test
    void aCallerThatIsToldToStopStopsWaiting() throws Exception {
        slow("a");
        var stopped = new CountDownLatch(1);
        Thread caller = Thread.ofVirtual().start(() -> {
            if (lab.find("a") instanceof KeyLookup.Unavailable
                    && Thread.currentThread().isInterrupted()) {
                stopped.countDown();
            }
        });
        await(fetching);
        caller.interrupt();

        await(stopped);
        answer.countDown();
        lab.assertFound("a");
    }

    @Test
    void withoutThreadsTheAnswerIsUnavailable() {
        lab.executor = task -> {
            throw new RejectedExecutionException("shut down");
        };

        lab.assertUnavailable("a", "the server is stopping", Duration.ofSeconds(5));
    }
}
