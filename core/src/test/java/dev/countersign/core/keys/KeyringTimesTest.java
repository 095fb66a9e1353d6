package dev.countersign.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringTimesTest {
    private static final Duration FRESH = Duration.ofMinutes(5);
    private static final Duration MILLI = Duration.ofMillis(1);

    private final KeyringFixture lab = new KeyringFixture();

    @BeforeEach
    void publishesOneKey() {
        lab.fetcher.publishes("a");
    }

    private void noBackground() {
        lab.executor = task -> {};
    }

    @Test
    void fetchesOnceForManyUses() {
        for (int i = 0; i < 10; i++) {
            lab.assertFound("a");
        }

        lab.assertFetches(1);
    }

    @ParameterizedTest
    @CsvSource({"PT3M59.999S, 1", "PT4M, 2", "PT4M59.999S, 2"})
    void refreshesInTheBackgroundFromFourMinutesOn(Duration age, int fetches) {
        lab.assertFound("a");
        lab.fetcher.publishes("a", "b");
        lab.clock.advance(age);

        lab.find("a");

        lab.assertFetches(fetches);
    }

    @Test
    void servesTheFreshSetWhileTheBackgroundFetchIsUnderWay() {
        lab.assertFound("a");
        noBackground();
        lab.clock.advance(FRESH.minus(MILLI));

        lab.assertFound("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "PT5M0.001S", "PT5M1S", "PT23H"})
    void aWithdrawnKeyIsRefusedOnceTheSetIsNotFresh(Duration age) {
        lab.assertFound("a");
        lab.fetcher.publishes("b");
        lab.clock.advance(age);

        lab.assertNotFound("a");
        lab.assertFetches(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT4M59S", "PT5M", "PT23H59M59.999S"})
    void theLastGoodSetServesWhileTheIssuerFails(Duration age) {
        lab.assertFound("a");
        lab.fetcher.fails("answered 500");
        lab.clock.advance(age);

        lab.assertFound("a");
    }

    @Test
    void theLastGoodSetEndsAfterADay() {
        lab.assertFound("a");
        lab.fetcher.fails("answered 500");
        lab.clock.advance(Duration.ofHours(24));

        lab.assertUnavailable("a", "answered 500", Duration.ofSeconds(5));
    }

    @Test
    void theDayCountsFromTheLastGoodSetAndNotFromTheFirstFailure() {
        lab.assertFound("a");
        lab.fetcher.fails("answered 500");
        for (int minutes = 0; minutes < 24 * 60; minutes += 10) {
            lab.assertFound("a");
            lab.clock.advance(Duration.ofMinutes(10));
        }

        assertThat(lab.find("a")).isInstanceOf(VerificationKeys.KeyLookup.Unavailable.class);
    }

    @Test
    void neverFetchedIsUnavailableWithTheRestOfTheBackOff() {
        lab.fetcher.fails("timed out after 1000 ms");

        lab.assertUnavailable("a", "timed out after 1000 ms", Duration.ofSeconds(5));
        lab.clock.advance(Duration.ofSeconds(2));
        lab.assertUnavailable("a", "timed out after 1000 ms", Duration.ofSeconds(3));
        lab.clock.advance(Duration.ofMillis(2500));
        lab.assertUnavailable("a", "timed out after 1000 ms", Duration.ofSeconds(1));
        lab.assertFetches(1);
    }

    @Test
    void backsOffTwiceAsLongEachTimeUpToThirtySeconds() {
        lab.fetcher.fails("answered 500");
        lab.find("a");
        int fetches = 1;
        for (int seconds : new int[] {5, 10, 20, 30, 30, 30}) {
            lab.clock.advance(Duration.ofSeconds(seconds).minus(MILLI));
            lab.find("a");
            lab.assertFetches(fetches);
            lab.clock.advance(MILLI);
            lab.find("a");
            lab.assertFetches(++fetches);
        }
    }

    @Test
    void aSuccessEndsTheBackOff() {
        lab.fetcher.fails("answered 500");
        lab.find("a");
        lab.clock.advance(Duration.ofSeconds(5));
        lab.find("a");
        lab.fetcher.publishes("a");
        lab.clock.advance(Duration.ofSeconds(10));
        lab.assertFound("a");
        lab.fetcher.fails("answered 500");
        lab.clock.advance(Duration.ofHours(25));

        lab.assertUnavailable("a", "answered 500", Duration.ofSeconds(5));
    }

    @Test
    void duringAKnownOutageRetriesHappenInTheBackground() {
        lab.assertFound("a");
        lab.fetcher.fails("answered 500");
        lab.clock.advance(FRESH);
        lab.assertFound("a");
        lab.clock.advance(Duration.ofSeconds(5));
        noBackground();

        lab.assertFound("a"); // With nobody to run the fetch, waiting for it would never end.
    }

    @Test
    void anOldFailureSaysNothingAboutToday() {
        lab.assertFound("a");
        lab.fetcher.fails("answered 500");
        lab.clock.advance(FRESH);
        lab.assertFound("a");
        lab.fetcher.publishes("b");
        lab.clock.advance(FRESH);

        lab.assertNotFound("a");
    }

    @Test
    void anUnknownKidCausesOneFetchInThirtySeconds() {
        lab.assertFound("a");
        lab.assertNotFound("random");
        for (int i = 0; i < 1000; i++) {
            lab.assertNotYet("random-" + i, Duration.ofSeconds(30));
        }
        lab.assertFetches(2);

        lab.clock.advance(Duration.ofSeconds(30).minus(MILLI));
        lab.assertNotYet("random", Duration.ofSeconds(1));
        lab.assertFetches(2);

        lab.clock.advance(MILLI);
        lab.assertNotFound("random");
        lab.assertNotYet("another", Duration.ofSeconds(30));
        lab.assertFetches(3);
    }

    @Test
    void theFirstFetchOfAllIsTheOneForAnUnknownKid() {
        lab.assertNotFound("random");
        for (int i = 0; i < 1000; i++) {
            lab.assertNotYet("random-" + i, Duration.ofSeconds(30));
        }

        lab.assertFetches(1);
    }

    @Test
    void aNewKeyIsFoundAtOnce() {
        lab.assertFound("a");
        lab.fetcher.publishes("a", "b");

        lab.assertFound("b");
        lab.assertFetches(2);
    }

    @Test
    void aKeyPublishedAfterRegistrationIsFoundAtOnce() {
        lab.keyring.adopt(
                lab.partner, KeyringFixture.URL, lab.keyring.tryOut(new KeySource.JwksUrl(KeyringFixture.URL)));
        lab.clock.advance(Duration.ofSeconds(60));
        lab.fetcher.publishes("b");

        lab.assertFound("b");
        lab.assertFetches(2);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 10, 60})
    void aKeyPublishedSinceTheSetOnDiskIsFoundAtOnce(int seconds) {
        lab.assertFound("a");
        lab.restarted();
        lab.clock.advance(Duration.ofSeconds(seconds));
        lab.fetcher.publishes("b");

        lab.assertFound("b");
        lab.assertFetches(2);
        lab.assertNotYet("c", Duration.ofSeconds(30));
        lab.assertFetches(2);
    }

    @Test
    void afterARestartAnUnknownKidCausesOneFetch() {
        lab.assertFound("a");
        lab.restarted();

        lab.assertNotFound("random");
        lab.assertNotYet("another", Duration.ofSeconds(30));
        lab.assertFound("a");
        lab.assertFetches(2);
    }

    private void anotherNodeSaves(String... kids) {
        lab.store.shared = true;
        lab.clock.advance(Duration.ofSeconds(10));
        lab.store.save(
                lab.partner.id(),
                ((KeySource.JwksUrl) lab.partner.keys()).url(),
                KeyringFixture.set(kids).getBytes(StandardCharsets.UTF_8),
                lab.clock.instant());
    }

    @Test
    void aNewerSetOfAnotherNodeIsLookedAtBeforeTheIssuerIsAsked() {
        lab.assertFound("a");
        anotherNodeSaves("b");

        lab.assertFound("b");
        lab.assertFetches(1);
    }

    @Test
    void whereTheSetOfAnotherNodeLacksTheKeyTheIssuerIsAsked() {
        lab.assertFound("a");
        anotherNodeSaves("b");
        lab.fetcher.publishes("c");

        lab.assertFound("c");
        lab.assertFetches(2);
        lab.assertNotYet("d", Duration.ofSeconds(30));
        lab.assertFetches(2);
    }

    @Test
    void theAnswerSaysWhenTheIssuerIsAskedAgain() {
        lab.assertFound("a");
        lab.assertNotFound("random");
        lab.clock.advance(Duration.ofSeconds(12));

        assertThat(lab.find("another")).isInstanceOfSatisfying(KeyLookup.Unavailable.class, gone -> {
            assertThat(gone.retryAfter()).isEqualTo(Duration.ofSeconds(18));
            assertThat(gone.lastError()).contains("lacks the key");
        });
    }

    @Test
    void aMissingKeyWhileTheIssuerFailsIsNobodysFault() {
        lab.assertFound("a");
        lab.fetcher.fails("answered 500");

        lab.assertUnavailable("b", "answered 500", Duration.ofSeconds(30));
        lab.clock.advance(Duration.ofSeconds(20));
        lab.assertUnavailable("b", "answered 500", Duration.ofSeconds(10));
        lab.assertFound("a");
        lab.assertFetches(2);
    }

    @Test
    void aClockSetBackEndsFreshnessAndWaitsButNotService() {
        lab.assertFound("a");
        lab.clock.advance(Duration.ofHours(-1));
        lab.fetcher.fails("answered 500");
        lab.assertFound("a");
        lab.assertFetches(2);

        lab.clock.advance(Duration.ofHours(-1));
        lab.assertFound("a");
        lab.assertFetches(3);
    }

    @Test
    void aSetFromTheFarFutureDoesNotServe() {
        lab.assertFound("a");
        lab.clock.set(Instant.parse("2020-01-01T00:00:00Z"));
        lab.fetcher.fails("answered 500");

        lab.assertUnavailable("a", "answered 500", Duration.ofSeconds(5));
    }

    @Test
    void theTickRefreshesWhatIsUsedAndLeavesIdleIssuersAlone() {
        lab.assertFound("a");
        lab.clock.advance(Duration.ofMinutes(4));
        lab.keyring.prefetch();
        lab.keyring.prefetch();
        lab.assertFetches(2);

        lab.clock.advance(Duration.ofHours(24).minus(Duration.ofMinutes(4)));
        lab.keyring.prefetch();
        lab.assertFetches(2);
    }

    @Test
    void theTickRetriesAfterTheBackOff() {
        lab.fetcher.fails("answered 500");
        lab.find("a");
        lab.keyring.prefetch();
        lab.assertFetches(1);
        lab.clock.advance(Duration.ofSeconds(5));
        lab.fetcher.publishes("a");
        lab.keyring.prefetch();
        lab.assertFetches(2);
        noBackground();

        lab.assertFound("a");
    }
}
