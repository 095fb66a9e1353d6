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

/** URLs that are tried out before the first assertion needs them. */
class KeyringTrialsTest {
    private static final URI OTHER_URL = URI.create("https://partner.example/other.json");

    private final KeyringFixture lab = new KeyringFixture();

    private JwksTrial.Answered answered(URI url) {
        return (JwksTrial.Answered) lab.keyring.tryOut(url);
    }

    @Test
    void aTrialCountsForNobody() {
        lab.fetcher.publishes("a");

        assertThat(answered(URL).keys().keys()).hasSize(1);

        assertThat(lab.keyring.view(lab.partner).standing()).isEqualTo(Standing.NOT_FETCHED);
        assertThat(lab.store.rows).isEmpty();
        assertThat(lab.events).isEmpty();
    }

    @Test
    void anAdoptedSetSparesTheFirstFetchAndSurvivesARestart() {
        lab.fetcher.publishes("a");
        lab.keyring.adopt(lab.partner, answered(URL));

        lab.assertFound("a");
        lab.restarted();
        lab.assertFound("a");

        lab.assertFetches(1);
        assertThat(lab.events).containsExactly("partner Fetched");
    }

    @Test
    void anAdoptedSetIsAsOldAsTheQuestion() {
        lab.fetcher.publishes("a");
        JwksTrial.Answered trial = answered(URL);
        lab.clock.advance(Duration.ofMinutes(5));
        lab.keyring.adopt(lab.partner, trial);

        lab.assertFound("a");

        lab.assertFetches(2);
    }

    @Test
    void aSetFromElsewhereIsNotAdopted() {
        lab.fetcher.publishes("a");
        lab.keyring.adopt(lab.partner, answered(OTHER_URL));

        assertThat(lab.keyring.view(lab.partner).standing()).isEqualTo(Standing.NOT_FETCHED);
        KeyOwner given = SampleIssuer.partner()
                .keys(new KeySource.InlineJwkSet(KeyringFixture.set("b")))
                .build()
                .keyOwner();
        lab.keyring.adopt(given, answered(URL));
        assertThat(lab.keyring.view(given).keys())
                .extracting(KeysInUse.Key::label)
                .containsExactly("kid b");
    }

    @Test
    void aTrialInVainIsTheLastErrorAndPutsOffNobody() {
        lab.keyring.failed(lab.partner, URL, "timed out after 1000 ms");

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
    void aTrialOfAnotherUrlSaysNothing() {
        lab.keyring.failed(lab.partner, OTHER_URL, "timed out after 1000 ms");

        assertThat(lab.keyring.view(lab.partner).standing()).isEqualTo(Standing.NOT_FETCHED);
    }

    @Test
    void anOlderSetNeverReplacesANewerOne() {
        lab.fetcher.publishes("withdrawn");
        JwksTrial.Answered old = answered(URL);
        lab.clock.advance(Duration.ofSeconds(1));
        lab.fetcher.publishes("a");
        lab.assertFound("a");

        lab.keyring.adopt(lab.partner, old);

        lab.assertFound("a");
        assertThat(lab.keyring.view(lab.partner).keys())
                .extracting(KeysInUse.Key::label)
                .containsExactly("kid a");
    }

    @Test
    void tellsNoAnswerFromAnAnswerThatIsNoSet() {
        lab.fetcher.fails("answered 404");
        assertThat(lab.keyring.tryOut(URL)).isEqualTo(new JwksTrial.Unreachable("answered 404"));
        lab.fetcher.answers("{}");
        assertThat(lab.keyring.tryOut(URL)).isEqualTo(new JwksTrial.Unreadable("The JWK set has no array \"keys\"."));
        lab.fetcher.script = _ -> {
            throw new IllegalStateException("broken");
        };
        assertThat(lab.keyring.tryOut(URL))
                .isEqualTo(new JwksTrial.Unreachable("a fault of this server, which is in its log"));
    }

    @Test
    @Spec("RFC 7517 §4.2")
    void privateKeysInASetRaiseAnAlarmAtEveryFetch() {
        lab.fetcher.answers(KeyringFixture.set("a").replace("\"x\":", "\"d\":\"c2VjcmV0\",\"x\":"));

        lab.keyring.refresh(lab.partner);
        lab.keyring.refresh(lab.partner);

        assertThat(lab.events)
                .isEqualTo(List.of("partner published 1", "partner Fetched", "partner published 1", "partner Fetched"));
        assertThat(answered(URL).keys().ignored())
                .extracting(key -> key.isSecret())
                .containsExactly(true);
    }
}
