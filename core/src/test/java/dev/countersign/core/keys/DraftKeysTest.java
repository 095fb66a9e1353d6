package dev.countersign.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DraftKeysTest {
    private final KeyringFixture lab = new KeyringFixture();

    @BeforeEach
    void publish() {
        lab.fetcher.publishes("a");
    }

    private KeyLookup find(KeyOwner draft, Optional<KeyOwner> before, String kid) {
        return new DraftKeys(lab.keyring, draft, before, lab.clock).find(draft, Algorithm.EDDSA, Optional.of(kid));
    }

    private static KeyOwner with(KeySource keys) {
        return SampleIssuer.partner().keys(keys).build().keyOwner();
    }

    @Test
    void aDraftWithTheSameUrlHasTheKeysOfTheRegisteredIssuer() {
        lab.assertFound("a");

        assertThat(find(lab.partner, Optional.of(lab.partner), "a")).isInstanceOf(KeyLookup.Found.class);
        lab.assertFetches(1);
    }

    @Test
    void aDraftWithTheSameUrlAndAnotherWayOfAccessHasTheKeysOfTheRegisteredIssuer() {
        var access = new KeySource.Access(List.of("a certificate"), Optional.empty());
        KeyOwner draft = with(new KeySource.JwksUrl(KeyringFixture.URL, access));

        assertThat(find(draft, Optional.of(lab.partner), "a")).isInstanceOf(KeyLookup.Found.class);
        lab.assertFound("a");
        lab.assertFetches(1);
    }

    @Test
    void theUrlOfADraftIsNeverFetched() {
        KeyOwner draft = KeyringFixture.from(URI.create("https://partner.example/other.json"));

        assertThat(find(draft, Optional.of(lab.partner), "a")).isInstanceOf(KeyLookup.NotFetched.class);
        assertThat(find(draft, Optional.empty(), "a")).isInstanceOf(KeyLookup.NotFetched.class);
        lab.assertFetches(0);
    }

    @Test
    void theKeysWrittenInADraftDoNotGetIntoTheKeyring() {
        lab.assertFound("a");
        KeyOwner draft = with(new KeySource.InlineJwkSet(KeyringFixture.set("b")));

        assertThat(find(draft, Optional.of(lab.partner), "b")).isInstanceOf(KeyLookup.Found.class);
        assertThat(find(draft, Optional.of(lab.partner), "a")).isInstanceOf(KeyLookup.NotFound.class);
        lab.assertFound("a");
        lab.assertFetches(1);
    }

    @Test
    void otherIssuersKeepTheirKeys() {
        KeyOwner other = SampleIssuer.partner()
                .named("issuer-2", "other", "https://other.example")
                .build()
                .keyOwner();
        KeyOwner draft = with(new KeySource.InlineJwkSet(KeyringFixture.set("b")));
        var keys = new DraftKeys(lab.keyring, draft, Optional.of(lab.partner), lab.clock);

        assertThat(keys.find(other, Algorithm.EDDSA, Optional.of("a"))).isInstanceOf(KeyLookup.Found.class);
    }
}
