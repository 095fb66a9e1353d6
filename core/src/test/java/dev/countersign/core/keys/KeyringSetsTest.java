package dev.countersign.core.keys;

import static dev.countersign.core.keys.KeyringFixture.START;
import static dev.countersign.core.keys.KeyringFixture.URL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.KeysInUse.Standing;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyringSetsTest {
    private static final URI OTHER_URL = URI.create("https://partner.example/other.json");

    private final KeyringFixture lab = new KeyringFixture();

    @BeforeEach
    void publishesOneKey() {
        lab.fetcher.publishes("a");
    }

    @Test
    void keepsWhatWasReadOfASetAndNothingElseOfIt() {
        String published = KeyringFixture.set("a");
        lab.fetcher.answers(published.substring(0, published.length() - 2)
                + ",{\"kty\":\"oct\",\"kid\":\"shared\",\"k\":\"a-shared-secret\"}],\"note\":\"of-their-own\"}");

        lab.assertFound("a");

        assertThat(new String(lab.store.rows.get(lab.partner.id()).jwks().json(), StandardCharsets.UTF_8))
                .contains("\"a\"", "shared")
                .doesNotContain("a-shared-secret", "of-their-own");
        lab.restarted();
        lab.fetcher.fails("answered 500");
        lab.assertFound("a");
    }

    private static KeyOwner changedAt(KeyOwner owner, Instant updatedAt) {
        return new KeyOwner(owner.id(), owner.name(), owner.keys(), updatedAt);
    }

    @Test
    @Spec("RFC 8725 §3.8")
    void anIssuersKeyIsNeverAnotherIssuers() {
        KeyOwner other = SampleIssuer.partner()
                .named("issuer-2", "other", "https://other.example")
                .keys(new KeySource.JwksUrl(OTHER_URL))
                .build()
                .keyOwner();
        lab.fetcher.script = url -> KeyringFixture.FakeFetcher.good(KeyringFixture.set(url.equals(URL) ? "a" : "b"));

        lab.assertFound("a");
        lab.assertNotFound("b");
        assertThat(lab.find(other, "b")).isInstanceOf(KeyLookup.Found.class);
        assertThat(lab.find(other, "a")).isInstanceOf(KeyLookup.NotFound.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "", "{}", "{\"keys\":{}}", "{\"keys\":[", "[]", "{\"error\":\"gone\"}"})
    void whatIsNoJwkSetIsAFailureAndTheLastGoodSetServes(String body) {
        lab.assertFound("a");
        lab.fetcher.answers(body);
        lab.clock.advance(Duration.ofMinutes(5));

        lab.assertFound("a");
        assertThat(lab.events).containsExactly("partner Fetched", "partner Failed");
        assertThat(lab.keyring.view(lab.partner).lastError()).isPresent();
    }

    @Test
    void tooManyKeysAreAFailure() {
        String[] kids = new String[10_000];
        java.util.Arrays.setAll(kids, i -> "k" + i);
        lab.fetcher.publishes(kids);

        assertThat(lab.find("k1")).isInstanceOf(KeyLookup.Unavailable.class);
    }

    @Test
    void anEmptySetTakesAllKeysBack() {
        lab.assertFound("a");
        lab.fetcher.publishes();
        lab.clock.advance(Duration.ofMinutes(5));

        lab.assertNotFound("a");
        lab.fetcher.fails("answered 500");
        lab.restarted();
        lab.clock.advance(Duration.ofMinutes(5));
        assertThat(lab.find("a")).isInstanceOf(KeyLookup.Unavailable.class);
    }

    @Test
    void aKeyThatMustNotBeUsedIsNamedWithTheReason() {
        lab.fetcher.answers("{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"AAAA\"}]}");

        assertThat(lab.find("a")).isInstanceOf(KeyLookup.Unusable.class);
        assertThat(lab.keyring.view(lab.partner).ignored()).hasSize(1);
    }

    @Test
    void theLastGoodSetSurvivesARestart() {
        lab.assertFound("a");
        lab.fetcher.fails("answered 500");
        lab.clock.advance(Duration.ofHours(24).minusMillis(1));
        lab.restarted();

        lab.assertFound("a");
        lab.clock.advance(Duration.ofMillis(1));
        assertThat(lab.find("a")).isInstanceOf(KeyLookup.Unavailable.class);
    }

    @Test
    void aFreshSetNeedsNoFetchAfterARestartAndAnOlderOneIsFetchedFirst() {
        lab.assertFound("a");
        lab.restarted();
        lab.clock.advance(Duration.ofMinutes(4).minusMillis(1));
        lab.assertFound("a");
        lab.assertFetches(1);

        lab.restarted();
        lab.fetcher.publishes("b");
        lab.clock.advance(Duration.ofMinutes(2));
        lab.assertNotFound("a");
    }

    @Test
    void aBrokenStoreBreaksNoExchange() {
        lab.store.broken = true;
        lab.assertFound("a");
        lab.keyring.retain(List.of(lab.partner));
        lab.keyring.forget(lab.partner.id());

        lab.assertFound("a");
    }

    @Test
    void aFaultOfTheFetcherIsAFailureAndLeavesNobodyWaiting() {
        lab.fetcher.script = url -> {
            throw new IllegalStateException("a bug");
        };

        lab.assertUnavailable("a", "a fault of this server, which is in its log", Duration.ofSeconds(5));
        lab.clock.advance(Duration.ofSeconds(5));
        lab.fetcher.publishes("a");
        lab.assertFound("a");
    }

    @Test
    void anotherUrlDropsTheOldKeysAtOnce() {
        lab.assertFound("a");
        KeyOwner moved = KeyringFixture.from(OTHER_URL);
        lab.fetcher.fails("answered 500");

        assertThat(lab.find(moved, "a")).isInstanceOf(KeyLookup.Unavailable.class);
        assertThat(lab.store.rows).isEmpty();
        assertThat(lab.find(lab.partner, "a")).isInstanceOf(KeyLookup.Unavailable.class);
    }

    @Test
    void aRequestThatBeganBeforeTheChangeDoesNotBringBackTheOldKeys() {
        lab.assertFound("a");
        KeyOwner moved = changedAt(KeyringFixture.from(OTHER_URL), START);
        lab.fetcher.publishes("b");
        lab.find(moved, "b");

        lab.assertNotFound("a");
        assertThat(lab.fetcher.asked).containsOnlyOnce(URL);
        assertThat(lab.find(moved, "b")).isInstanceOf(KeyLookup.Found.class);
    }

    @Test
    void theConfigurationWinsOverTheClock() {
        KeyOwner late = changedAt(lab.partner, START.plusSeconds(3600));
        lab.find(late, "a");
        KeyOwner moved = KeyringFixture.from(OTHER_URL);
        lab.keyring.retain(List.of(moved));
        lab.fetcher.publishes("b");

        assertThat(lab.find(moved, "b")).isInstanceOf(KeyLookup.Found.class);
    }

    @Test
    void droppingReachesWhatWasStoredBeforeTheServerStarted() {
        lab.assertFound("a");
        lab.restarted();
        lab.keyring.retain(List.of(lab.partner));
        lab.keyring.retain(List.of(KeyringFixture.from(OTHER_URL)));
        assertThat(lab.store.rows).isEmpty();

        lab.fetcher.fails("answered 500");
        lab.keyring.retain(List.of(lab.partner));
        assertThat(lab.find("a")).isInstanceOf(KeyLookup.Unavailable.class);
    }

    @Test
    void keysOfAnIssuerThatIsGoneAreDropped() {
        lab.assertFound("a");
        lab.keyring.retain(List.of());

        assertThat(lab.store.rows).isEmpty();
        lab.fetcher.fails("answered 500");
        assertThat(lab.find("a")).isInstanceOf(KeyLookup.Unavailable.class);
    }

    @Test
    void anotherNameKeepsTheKeysAndIsUsedForCounting() {
        lab.assertFound("a");
        KeyOwner renamed = SampleIssuer.partner()
                .named("issuer-1", "renamed", SampleIssuer.ISSUER)
                .build()
                .keyOwner();
        lab.keyring.retain(List.of(renamed));
        lab.keyring.refresh(renamed);

        assertThat(lab.events).containsExactly("partner Fetched", "renamed Fetched");
    }

    @Test
    void anotherKindOfKeysDropsTheOldOnes() {
        lab.assertFound("a");
        KeyOwner inline = SampleIssuer.partner()
                .keys(new KeySource.InlineJwkSet(KeyringFixture.set("b")))
                .build()
                .keyOwner();

        assertThat(lab.find(inline, "a")).isInstanceOf(KeyLookup.NotFound.class);
        assertThat(lab.find(inline, "b")).isInstanceOf(KeyLookup.Found.class);
        assertThat(lab.store.rows).isEmpty();
        assertThat(lab.keyring.refresh(inline).standing()).isEqualTo(Standing.GIVEN);
        lab.assertFetches(1);
    }

    @Test
    void aDemandedRefreshMindsNoWaitAndCountsOnReturn() {
        lab.fetcher.fails("answered 500");
        lab.find("a");
        lab.fetcher.publishes("b");

        assertThat(lab.keyring.refresh(lab.partner).keys())
                .extracting(KeysInUse.Key::keyId)
                .containsExactly(Optional.of("b"));
        lab.assertFound("b");
        lab.assertFetches(2);
        lab.keyring.refresh(lab.partner);
        lab.assertFetches(3);
    }

    @Test
    void aDemandedRefreshAsksEvenWhereTheStoredSetIsFresh() {
        lab.assertFound("a");
        lab.restarted();
        lab.fetcher.publishes("b");
        lab.keyring.refresh(lab.partner);

        lab.assertNotFound("a");
    }

    @Test
    void theViewTellsHowThingsStand() {
        assertThat(lab.keyring.view(lab.partner).standing()).isEqualTo(Standing.NOT_FETCHED);
        lab.assertFetches(0);

        lab.assertFound("a");
        KeysInUse fresh = lab.keyring.view(lab.partner);
        assertThat(fresh.standing()).isEqualTo(Standing.FRESH);
        assertThat(fresh.fetchedAt()).contains(START);
        assertThat(fresh.nextFetch()).contains(START.plus(Duration.ofMinutes(4)));
        assertThat(fresh.keys()).singleElement().satisfies(key -> {
            assertThat(key.state()).isEqualTo(KeysInUse.KeyState.USABLE);
            assertThat(key.algorithms()).containsExactly(Algorithm.EDDSA);
            assertThat(key.lastUsed()).isEmpty();
        });

        lab.fetcher.fails("answered 500");
        lab.clock.advance(Duration.ofMinutes(5));
        lab.assertFound("a");
        KeysInUse stale = lab.keyring.view(lab.partner);
        assertThat(stale.standing()).isEqualTo(Standing.STALE);
        assertThat(stale.nextFetch()).contains(START.plusSeconds(305));
        assertThat(stale.lastError())
                .contains(new KeysInUse.FetchError("answered 500", START.plusSeconds(300), START.plusSeconds(300)));

        lab.clock.advance(Duration.ofSeconds(10));
        lab.assertFound("a");
        assertThat(lab.keyring.view(lab.partner).lastError())
                .contains(new KeysInUse.FetchError("answered 500", START.plusSeconds(310), START.plusSeconds(300)));

        lab.clock.advance(Duration.ofHours(24));
        KeysInUse outdated = lab.keyring.view(lab.partner);
        assertThat(outdated.standing()).isEqualTo(Standing.OUTDATED);
        assertThat(outdated.keys())
                .singleElement()
                .extracting(KeysInUse.Key::state)
                .isEqualTo(KeysInUse.KeyState.OUTDATED);
    }

    @Test
    void remembersWhenAKeyWasLastUsed() {
        var found = (KeyLookup.Found) lab.find("a");
        lab.clock.advance(Duration.ofSeconds(7));
        lab.keyring.used(lab.partner.id(), found.candidates().getFirst());

        assertThat(lab.keyring.refresh(lab.partner).keys())
                .singleElement()
                .extracting(KeysInUse.Key::lastUsed)
                .isEqualTo(Optional.of(START.plusSeconds(7)));
    }
}
