package dev.countersign.core.jose.key;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.Provider;
import java.security.Security;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.Arrays;
import java.util.stream.Stream;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EcParametersTest {

    /** The JDK leaves the public key out of the encoding, Bouncy Castle writes it. */
    static Stream<Arguments> curvesAndMakers() {
        return Arrays.stream(EcCurve.values())
                .flatMap(curve -> Stream.of(Security.getProvider("SunEC"), new BouncyCastleProvider())
                        .map(maker -> Arguments.of(curve, maker)));
    }

    @ParameterizedTest
    @MethodSource("curvesAndMakers")
    void findsThePublicKeyWhetherOrNotItIsWrittenDown(EcCurve curve, Provider maker) throws GeneralSecurityException {
        var generator = KeyPairGenerator.getInstance("EC", maker);
        generator.initialize(new ECGenParameterSpec(curve.jcaName()));
        var pair = generator.generateKeyPair();
        var point = ((ECPublicKey) pair.getPublic()).getW();

        assertThat(EcParameters.belongingTo(
                        curve,
                        ((ECPrivateKey) pair.getPrivate()).getS(),
                        pair.getPrivate().getEncoded()))
                .isEqualTo(new EcParameters(curve, point.getAffineX(), point.getAffineY()));
    }
}
