package dev.countersign.core.jose.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.SignatureVerifier;
import dev.countersign.core.jose.jwk.Jwks;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Providers;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SigningKeyTest {
    private static final MasterKey MASTER_KEY = MasterKey.generate();
    private static final byte[] INPUT = {1, 2, 3};

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    @Spec("RFC 7517 §4")
    @Spec("RFC 7638 §3")
    void publishesItsPublicMembersOnly(Algorithm algorithm) {
        var key = TestSigningKeys.of(algorithm, Providers.CHOSEN);

        assertThat(key.publicJwk())
                .containsEntry("kid", key.keyId())
                .containsEntry("use", "sig")
                .containsEntry("alg", algorithm.value());
        assertThat(key.publicJwk().keySet()).isSubsetOf("kty", "kid", "use", "alg", "n", "e", "crv", "x", "y");
        assertThat(key.keyId()).isEqualTo(key.verificationKey().thumbprint());
        assertThat(Jwks.read(key.publicJwk()).keys().getFirst().algorithms()).containsExactly(algorithm);
    }

    @Test
    void everyKeyIsNew() {
        assertThat(SigningKey.generate(Algorithm.EDDSA).keyId())
                .isNotEqualTo(SigningKey.generate(Algorithm.EDDSA).keyId());
    }

    @ParameterizedTest
    @MethodSource("everyAlgorithmFromEveryProviderToEveryOther")
    void opensOnAnyProviderWhatAnyProviderMade(Algorithm algorithm, Providers from, Providers to) {
        var made = TestSigningKeys.of(algorithm, from);
        var opened = SigningKey.open(made.seal(MASTER_KEY), MASTER_KEY, KeyModule.NONE, to.provider());

        assertThat(opened.keyId()).isEqualTo(made.keyId());
        assertThat(opened.publicJwk()).isEqualTo(made.publicJwk());
        assertThat(SignatureVerifier.verify(made.verificationKey(), algorithm, INPUT, opened.sign(INPUT)))
                .isTrue();
        assertThat(SignatureVerifier.verify(opened.verificationKey(), algorithm, INPUT, made.sign(INPUT)))
                .isTrue();
    }

    static Stream<Arguments> everyAlgorithmFromEveryProviderToEveryOther() {
        return Stream.of(
                        Algorithm.RS256,
                        Algorithm.PS256,
                        Algorithm.ES256,
                        Algorithm.ES384,
                        Algorithm.ES512,
                        Algorithm.EDDSA)
                .flatMap(algorithm -> Stream.of(Providers.values())
                        .flatMap(from -> Stream.of(Providers.values()).map(to -> Arguments.of(algorithm, from, to))));
    }

    @Test
    void failsClearlyUnderAnotherMasterKey() {
        var sealed = SigningKey.generate(Algorithm.ES256).seal(MASTER_KEY);

        assertThatExceptionOfType(UnsealingException.class)
                .isThrownBy(() -> SigningKey.open(sealed, MasterKey.generate(), KeyModule.NONE))
                .withMessageContaining(sealed.keyId())
                .withMessageContaining("another master key");
    }

    @Test
    void failsOnARecordThatWasAltered() {
        var sealed = SigningKey.generate(Algorithm.ES256).seal(MASTER_KEY);
        byte[] altered = sealed.ciphertext();
        altered[altered.length - 1] ^= 1;

        assertDoesNotOpen(new SealedKey(sealed.keyId(), sealed.algorithm(), altered));
        assertDoesNotOpen(new SealedKey("another", sealed.algorithm(), sealed.ciphertext()));
        assertDoesNotOpen(new SealedKey(sealed.keyId(), Algorithm.ES384, sealed.ciphertext()));
        assertDoesNotOpen(new SealedKey(sealed.keyId(), sealed.algorithm(), new byte[0]));
        assertDoesNotOpen(new SealedKey(sealed.keyId(), sealed.algorithm(), new byte[12]));
    }

    @Test
    void sealsTheSameKeyDifferentlyEachTime() {
        var key = SigningKey.generate(Algorithm.ES256);
        assertThat(key.seal(MASTER_KEY).ciphertext())
                .isNotEqualTo(key.seal(MASTER_KEY).ciphertext());
    }

    @Test
    void showsNoKeyMaterialAsText() {
        var key = SigningKey.generate(Algorithm.ES256);

        assertThat(key).hasToString("SigningKey[%s, ES256]".formatted(key.keyId()));
        assertThat(key.seal(MASTER_KEY)).hasToString("SealedKey[%s, ES256]".formatted(key.keyId()));
    }

    private static void assertDoesNotOpen(SealedKey sealed) {
        assertThatExceptionOfType(UnsealingException.class)
                .isThrownBy(() -> SigningKey.open(sealed, MASTER_KEY, KeyModule.NONE));
    }
}
