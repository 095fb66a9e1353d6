package dev.countersign.core.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.jwk.Jwks;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.EcCurve;
import dev.countersign.core.jose.key.Octets;
import dev.countersign.core.jose.key.Providers;
import dev.countersign.core.jose.key.PublicKeys;
import dev.countersign.core.jose.key.RsaParameters;
import dev.countersign.core.jose.key.Unsigned;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.TestSigningKeys;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests of the checks on signatures that Wycheproof does not cover, on every provider. */
@ParameterizedClass
@EnumSource(Providers.class)
class SignatureVerifierTest {
    private static final byte[] INPUT = "header.payload".getBytes(StandardCharsets.US_ASCII);

    @Parameter
    Providers providers;

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void acceptsASignatureForItsInputAndAlgorithmOnly(Algorithm algorithm) {
        var key = keyFor(algorithm);
        var verificationKey = key.verificationKey();
        byte[] signature = key.sign(INPUT);

        assertThat(verifies(key, signature)).isTrue();
        assertThat(SignatureVerifier.verify(verificationKey, algorithm, new byte[0], signature))
                .isFalse();
        for (var other : Algorithm.values()) {
            assertThat(SignatureVerifier.verify(verificationKey, other, INPUT, signature))
                    .isEqualTo(other == algorithm);
        }
        assertThat(SignatureVerifier.verify(keyOfSomeoneElse(algorithm), algorithm, INPUT, signature))
                .isFalse();
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    @Spec("RFC 8017 §8.2.2")
    @Spec("RFC 7518 §3.4")
    @Spec("RFC 8032 §5.1.7")
    void refusesASignatureOfAnotherLength(Algorithm algorithm) {
        var key = keyFor(algorithm);
        byte[] signature = key.sign(INPUT);

        assertThat(verifies(key, new byte[0])).isFalse();
        assertThat(verifies(key, Arrays.copyOf(signature, signature.length - 1)))
                .isFalse();
        assertThat(verifies(key, Arrays.copyOf(signature, signature.length + 1)))
                .isFalse();
        assertThat(verifies(key, Octets.concat(new byte[1], signature))).isFalse();
        assertThat(verifies(key, new byte[signature.length])).isFalse();
    }

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void refusesASignatureWithAnyChangedOctet(Algorithm algorithm) {
        var key = keyFor(algorithm);
        byte[] signature = key.sign(INPUT);
        for (int i = 0; i < signature.length; i += 7) {
            signature[i] ^= 1;
            assertThat(verifies(key, signature)).isFalse();
            signature[i] ^= 1;
        }
        assertThat(verifies(key, signature)).isTrue();
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"ES256", "ES384", "ES512"})
    @Spec("RFC 7518 §3.4")
    void signsEcdsaInTwoFixedHalves(Algorithm algorithm) {
        int length = Map.of(Algorithm.ES256, 64, Algorithm.ES384, 96, Algorithm.ES512, 132)
                .get(algorithm);

        assertThat(keyFor(algorithm).sign(INPUT)).hasSize(length);
    }

    @Test
    @Spec("RFC 7518 §3.4")
    void refusesEcdsaScalarsOutsideTheirRange() {
        var key = keyFor(Algorithm.ES256);
        byte[] signature = key.sign(INPUT);
        var order = EcCurve.P_256.parameters().getOrder();

        for (var scalar : new BigInteger[] {BigInteger.ZERO, order, order.add(BigInteger.ONE)}) {
            byte[] bad = Unsigned.octets(scalar, 32);
            assertThat(verifies(key, Octets.concat(bad, Arrays.copyOfRange(signature, 32, 64))))
                    .isFalse();
            assertThat(verifies(key, Octets.concat(Arrays.copyOf(signature, 32), bad)))
                    .isFalse();
        }
    }

    @Test
    @Spec("RFC 8032 §5.1.7")
    void refusesTheSecondSpellingOfAnEd25519Signature() {
        var key = keyFor(Algorithm.EDDSA);
        byte[] signature = key.sign(INPUT);
        var order = BigInteger.TWO.pow(252).add(new BigInteger("27742317777372353535851937790883648493"));
        byte[] scalar = reversed(Arrays.copyOfRange(signature, 32, 64));
        byte[] negated = reversed(Unsigned.octets(Unsigned.decode(scalar).add(order), 32));

        assertThat(verifies(key, Octets.concat(Arrays.copyOf(signature, 32), negated)))
                .isFalse();
    }

    @Test
    @Spec("RFC 8017 §8.2.2")
    void refusesAnRsaSignatureThatIsNotBelowTheModulus() {
        var key = keyFor(Algorithm.RS256);
        var modulus = ((RsaParameters) key.verificationKey().parameters()).modulus();

        assertThat(verifies(key, Unsigned.octets(modulus, 256))).isFalse();
        byte[] most = new byte[256];
        Arrays.fill(most, (byte) 0xFF);
        assertThat(verifies(key, most)).isFalse();
    }

    @Test
    @Spec("RFC 7518 §3.5")
    void neverTakesAPssSignatureForPkcs1OrTheOtherWayRoundUnderOneKey() {
        var rsa = keyFor(Algorithm.PS256);
        var both = PublicKeys.of(rsa.verificationKey().parameters(), providers.provider());

        assertThat(both.algorithms()).contains(Algorithm.RS256, Algorithm.PS256);
        assertThat(SignatureVerifier.verify(both, Algorithm.PS256, INPUT, rsa.sign(INPUT)))
                .isTrue();
        assertThat(SignatureVerifier.verify(both, Algorithm.RS256, INPUT, rsa.sign(INPUT)))
                .isFalse();
        assertThat(SignatureVerifier.verify(both, Algorithm.PS384, INPUT, rsa.sign(INPUT)))
                .isFalse();
    }

    @Test
    void verifiesWithTheLargestKeysThatAreAccepted() {
        var modulus = HexFormat.of().parseHex("c5".repeat(1024));
        var largest = new RsaParameters(
                Unsigned.decode(modulus), BigInteger.ONE.shiftLeft(33).subtract(BigInteger.ONE));

        assertThat(largest.weakness()).isEmpty();
        var key = PublicKeys.of(largest, providers.provider());
        for (var algorithm : largest.algorithms()) {
            assertThat(SignatureVerifier.verify(key, algorithm, INPUT, new byte[1024]))
                    .isFalse();
        }
    }

    private VerificationKey keyOfSomeoneElse(Algorithm algorithm) {
        var key = algorithm.scheme().keyAlgorithm().equals("RSA") ? Jwks.RSA : SigningKey.generate(algorithm);
        return PublicKeys.of(key.verificationKey().parameters(), providers.provider());
    }

    private SigningKey keyFor(Algorithm algorithm) {
        return TestSigningKeys.of(algorithm, providers);
    }

    private static boolean verifies(SigningKey key, byte[] signature) {
        return SignatureVerifier.verify(key.verificationKey(), key.algorithm(), INPUT, signature);
    }

    private static byte[] reversed(byte[] octets) {
        byte[] reversed = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            reversed[i] = octets[octets.length - 1 - i];
        }
        return reversed;
    }
}
