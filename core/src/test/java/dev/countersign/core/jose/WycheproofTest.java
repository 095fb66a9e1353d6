package dev.countersign.core.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.Providers;
import dev.countersign.core.jose.key.PublicKeys;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Map;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests with the attacks collected by Project Wycheproof, on every provider. */
@ParameterizedClass
@EnumSource(Providers.class)
class WycheproofTest {

    /** A file of vectors, with the corresponding names in this API. */
    enum File {
        ES256("ecdsa_secp256r1_sha256_p1363", "EC", Algorithm.ES256),
        ES384("ecdsa_secp384r1_sha384_p1363", "EC", Algorithm.ES384),
        ES512("ecdsa_secp521r1_sha512_p1363", "EC", Algorithm.ES512),
        EDDSA("ed25519", "Ed25519", Algorithm.EDDSA),
        PS256("rsa_pss_2048_sha256_mgf1_32", "RSA", Algorithm.PS256),
        PS384("rsa_pss_2048_sha384_mgf1_48", "RSA", Algorithm.PS384),
        PS512("rsa_pss_4096_sha512_mgf1_64", "RSA", Algorithm.PS512),
        RS256("rsa_signature_2048_sha256", "RSA", Algorithm.RS256),
        RS384("rsa_signature_2048_sha384", "RSA", Algorithm.RS384),
        RS512("rsa_signature_2048_sha512", "RSA", Algorithm.RS512),
        RS256_LONGER_KEY("rsa_signature_3072_sha256", "RSA", Algorithm.RS256);

        private final String path;
        private final String keyAlgorithm;
        private final Algorithm algorithm;

        File(String name, String keyAlgorithm, Algorithm algorithm) {
            this.path = "wycheproof/%s_test.json".formatted(name);
            this.keyAlgorithm = keyAlgorithm;
            this.algorithm = algorithm;
        }
    }

    @Parameter
    Providers providers;

    @ParameterizedTest
    @EnumSource(File.class)
    @Spec("RFC 7518 §3.3")
    @Spec("RFC 7518 §3.4")
    @Spec("RFC 7518 §3.5")
    @Spec("RFC 8037 §3.1")
    void acceptsExactlyTheValidSignatures(File file) {
        var vectors = Vectors.read(file.path);
        var wrong = new ArrayList<String>();
        int checked = 0;
        for (var group : Vectors.objects(vectors, "testGroups")) {
            var parameters = PublicKeys.parametersOfX509(file.keyAlgorithm, octets(group, "publicKeyDer"));
            boolean sound = parameters.weakness().isEmpty();
            assertThat(sound).as("the group's key").isEqualTo(!hasSmallExponent(group));
            var key = PublicKeys.of(parameters, providers.provider());
            for (var test : Vectors.objects(group, "tests")) {
                boolean verified =
                        SignatureVerifier.verify(key, file.algorithm, octets(test, "msg"), octets(test, "sig"));
                if (verified != isExpectedToVerify(test)) {
                    wrong.add("%s: %s".formatted(test.get("tcId"), test.get("comment")));
                }
                checked++;
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(checked).isEqualTo(((Number) vectors.get("numberOfTests")).intValue());
    }

    /** What is merely acceptable are signatures over a hash named without its NULL parameter: too lax for us. */
    private static boolean isExpectedToVerify(Map<String, Object> test) {
        return Vectors.text(test, "result").equals("valid");
    }

    private static boolean hasSmallExponent(Map<String, Object> group) {
        return Vectors.object(group, "publicKey").get("publicExponent") instanceof String exponent
                && Long.parseLong(exponent, 16) < 65537;
    }

    private static byte[] octets(Map<String, Object> parent, String name) {
        return HexFormat.of().parseHex(Vectors.text(parent, name));
    }
}
