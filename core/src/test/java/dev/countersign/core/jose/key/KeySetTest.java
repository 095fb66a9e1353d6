package dev.countersign.core.jose.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.jwk.Jwks;
import dev.countersign.core.jose.signing.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeySetTest {
    private static final Instant NOW = Instant.EPOCH;

    @Test
    @Spec("RFC 7515 §4.1.4")
    void aKidSelectsTheKeyOfExactlyThatName() {
        var keys = Jwks.read(named(Jwks.ec(), "one"), named(otherEc(), "two"), otherEc());

        assertThat(select(keys, "two"))
                .isEqualTo(new KeySelection.Candidates(List.of(keys.keys().get(1))));
        assertThat(select(keys, "Two")).isEqualTo(new KeySelection.NotFound());
        assertThat(select(keys, " two")).isEqualTo(new KeySelection.NotFound());
        assertThat(select(keys, "")).isEqualTo(new KeySelection.NotFound());
    }

    @Test
    @Spec("RFC 7515 §4.1.4")
    void anUnknownKidNeverFallsBackToAnotherKey() {
        assertThat(select(Jwks.read(Jwks.ec()), "unknown")).isEqualTo(new KeySelection.NotFound());
        assertThat(select(Jwks.read(named(Jwks.ec(), "one")), "unknown")).isEqualTo(new KeySelection.NotFound());
    }

    @Test
    void severalKeysOfOneNameAreTriedInTheirOrderWhereTheyFit() {
        var keys = Jwks.read(named(Jwks.ec(), "k"), named(Jwks.rsa(), "k"), named(otherEc(), "k"));

        assertThat(select(keys, "k"))
                .isEqualTo(new KeySelection.Candidates(
                        List.of(keys.keys().get(0), keys.keys().get(2))));
    }

    @Test
    @Spec("RFC 8725 §3.1")
    void aNamedKeyThatDoesNotFitTheAlgorithmIsUnusable() {
        assertThat(select(Jwks.read(named(Jwks.rsa(), "k")), "k"))
                .isEqualTo(new KeySelection.Unusable("kid k", "cannot be used with ES256: it is RSA 2048 bits"));
        var pinned = Jwks.read(Jwks.with(named(Jwks.rsa(), "k"), "alg", "RS256"));
        assertThat(pinned.select(Algorithm.PS256, Optional.of("k"), NOW)).isInstanceOf(KeySelection.Unusable.class);
        assertThat(pinned.select(Algorithm.RS256, Optional.of("k"), NOW)).isInstanceOf(KeySelection.Candidates.class);
    }

    @Test
    void aNamedKeyThatWasSetAsideIsUnusableForItsReason() {
        var keys = Jwks.read(Jwks.with(named(Jwks.ec(), "k"), "use", "enc"), otherEc());

        assertThat(select(keys, "k"))
                .isEqualTo(new KeySelection.Unusable("kid k", "is not for signatures: its use is not \"sig\""));
    }

    @Test
    void withoutAKidEveryFittingKeyIsTried() {
        var keys = Jwks.read(named(Jwks.ec(), "one"), Jwks.rsa(), otherEc());

        assertThat(keys.select(Algorithm.ES256, Optional.empty(), NOW))
                .isEqualTo(new KeySelection.Candidates(
                        List.of(keys.keys().get(0), keys.keys().get(2))));
        assertThat(keys.select(Algorithm.EDDSA, Optional.empty(), NOW)).isEqualTo(new KeySelection.NotFound());
    }

    @Test
    void withoutAKidAtMostTenKeysAreTried() {
        var keys = new KeySet(
                IntStream.range(0, 11)
                        .mapToObj(
                                i -> Jwks.read(named(Jwks.ec(), "k" + i)).keys().getFirst())
                        .toList(),
                List.of());

        assertThat(keys.select(Algorithm.ES256, Optional.empty(), NOW))
                .isEqualTo(new KeySelection.Candidates(keys.keys().subList(0, 10)));
    }

    @Test
    void anEmptySetHoldsNothing() {
        var empty = new KeySet(List.of(), List.of());
        assertThat(select(empty, "k")).isEqualTo(new KeySelection.NotFound());
        assertThat(empty.select(Algorithm.ES256, Optional.empty(), NOW)).isEqualTo(new KeySelection.NotFound());
    }

    private static KeySelection select(KeySet keys, String keyId) {
        return keys.select(Algorithm.ES256, Optional.of(keyId), NOW);
    }

    private static Map<String, Object> named(Map<String, Object> jwk, String keyId) {
        return Jwks.with(jwk, "kid", keyId);
    }

    private static Map<String, Object> otherEc() {
        return SigningKey.generate(Algorithm.ES256)
                .verificationKey()
                .parameters()
                .members();
    }
}
