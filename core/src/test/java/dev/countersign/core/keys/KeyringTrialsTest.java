package dev.countersign.core.keys;

import static dev.countersign.core.keys.KeyringFixture.URL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.keys.KeysInUse.Standing;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests of trials of JWKS URLs before the first assertion. */
class KeyringTrialsTest {
    private static final URI OTHER_URL = URI.create("https://partner.example/other.json");

    private static final FetchOutcome<FetchedSet> TIMED_OUT = new FetchOutcome.Failed<>("timed out after 1000 ms");

    private final KeyringFixture lab = new KeyringFixture();

    private FetchedSet fetched() {
        return ((FetchOutcome.Fetched<FetchedSet>) lab.keyring.tryOut(new KeySource.JwksUrl(URL))).content();
    }

    @Test
    void aTrialCountsForNobody() {
        lab.fetcher.publishes("a");

        assertThat(fetched().keys().keys()).hasSize(1);

        assertThat(lab.keyring.view(lab.partner).standing()).isEqualTo(Standing.NOT_FETCHED);
        assertThat(lab.store.rows).isEmpty();
        assertThat(lab.events).isEmpty();
    }

    @Test
    void anAdoptedSetSparesTheFirstFetchAndSurvivesARestart() {
        lab.fetcher.publishes("a");
        lab.keyring.adopt(lab.partner, URL, lab.keyring.tryOut(new KeySource.JwksUrl(URL)));

        lab.assertFound("a");
        lab.restarted();
        lab.assertFound("a");

        lab.assertFetches(1);
        assertThat(lab.events).containsExactly("partner Fetched");
    }

    @Test
    void anAdoptedSetIsAsOldAsTheQuestion() {
        lab.fetcher.publishes("a");
        FetchOutcome<FetchedSet> trial = lab.keyring.tryOut(new KeySource.JwksUrl(URL));
        lab.clock.advance(Duration.ofMinutes(5));
        lab.keyring.adopt(lab.partner, URL, trial);

        lab.assertFound("a");

        lab.assertFetches(2);
    }

    @Test
    void aSetFromElsewhereIsNotAdopted() {
        lab.fetcher.publishes("a");
        lab.keyring.adopt(lab.partner, OTHER_URL, lab.keyring.tryOut(new KeySource.JwksUrl(OTHER_URL)));

        assertThat(lab.keyring.view(lab.partner).standing()).isEqualTo(Standing.NOT_FETCHED);
        KeyOwner given = SampleIssuer.partner()
                .keys(new KeySource.InlineJwkSet(KeyringFixture.set("b")))
                .build()
                .keyOwner();
        lab.keyring.adopt(given, URL, lab.keyring.tryOut(new KeySource.JwksUrl(URL)));
        assertThat(lab.keyring.view(given).keys())
                .extracting(KeysInUse.Key::label)
                .containsExactly("kid b");
    }

    @Test
    void aTrialInVainIsTheLastErrorAndPutsOffNobody() {
        lab.keyring.adopt(lab.partner, URL, TIMED_OUT);

        KeysInUse failing = lab.keyring.view(lab.partner);
        assertThat(failing.standing()).isEqualTo(Standing.FAILING);
        assertThat(failing.lastError())
                .hasValueSatisfying(error -> assertThat(error.reason()).isEqualTo("timed out after 1000 ms"));
        lab.fetcher.publishes("a");
        lab.assertFound("a");
        assertThat(lab.keyring.view(lab.partner).standing()).isEqualTo(Standing.FRESH);
        assertThat(lab.keyring.view(lab.partner).lastError()).isEmpty();
    }

    @Test
    void theProblemOfATrialIsTheLastErrorWithoutItsPeriod() {
        lab.keyring.adopt(lab.partner, URL, new FetchOutcome.Unreadable<>("The JWK set has no array \"keys\"."));

        assertThat(lab.keyring.view(lab.partner).lastError())
                .hasValueSatisfying(error -> assertThat(error.reason()).isEqualTo("The JWK set has no array \"keys\""));
        assertThat(lab.events).isEmpty();
    }

    @Test
    void aTrialOfAnotherUrlSaysNothing() {
        lab.keyring.adopt(lab.partner, OTHER_URL, TIMED_OUT);

        assertThat(lab.keyring.view(lab.partner).standing()).isEqualTo(Standing.NOT_FETCHED);
    }

    @Test
    void anOlderSetNeverReplacesANewerOne() {
        lab.fetcher.publishes("withdrawn");
        FetchOutcome<FetchedSet> old = lab.keyring.tryOut(new KeySource.JwksUrl(URL));
        lab.clock.advance(Duration.ofSeconds(1));
        lab.fetcher.publishes("a");
        lab.assertFound("a");

        lab.keyring.adopt(lab.partner, URL, old);

        lab.assertFound("a");
        assertThat(lab.keyring.view(lab.partner).keys())
                .extracting(KeysInUse.Key::label)
                .containsExactly("kid a");
    }

    @Test
    void tellsNoAnswerFromAnAnswerThatIsNoSet() {
        lab.fetcher.fails("answered 404");
        assertThat(lab.keyring.tryOut(new KeySource.JwksUrl(URL))).isEqualTo(new FetchOutcome.Failed<>("answered 404"));
        lab.fetcher.answers("{}");
        assertThat(lab.keyring.tryOut(new KeySource.JwksUrl(URL)))
                .isEqualTo(new FetchOutcome.Unreadable<>("The JWK set has no array \"keys\"."));
        lab.fetcher.script = _ -> {
            throw new IllegalStateException("broken");
        };
        assertThat(lab.keyring.tryOut(new KeySource.JwksUrl(URL)))
                .isEqualTo(new FetchOutcome.Failed<>("a fault of this server, which is in its log"));
    }

    @Test
    @Spec("RFC 7517 §4.2")
    void privateKeysInASetRaiseAnAlarmAtEveryFetch() {
        lab.fetcher.answers(KeyringFixture.set("a").replace("\"x\":", "\"d\":\"c2VjcmV0\",\"x\":"));

        lab.keyring.refresh(lab.partner);
        lab.keyring.refresh(lab.partner);

        assertThat(lab.events)
                .isEqualTo(List.of("partner published 1", "partner Fetched", "partner published 1", "partner Fetched"));
        assertThat(fetched().keys().ignored()).extracting(key -> key.isSecret()).containsExactly(true);
    }
}
