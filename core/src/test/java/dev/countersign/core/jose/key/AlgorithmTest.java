package dev.countersign.core.jose.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class AlgorithmTest {

    @ParameterizedTest
    @EnumSource(Algorithm.class)
    void isFoundByItsValue(Algorithm algorithm) {
        assertThat(Algorithm.of(algorithm.value())).contains(algorithm);
        assertThat(algorithm).hasToString(algorithm.value());
    }

    @Test
    @Spec("RFC 9864 §2.2")
    void knowsEdDsaByItsFullySpecifiedName() {
        assertThat(Algorithm.of("Ed25519")).contains(Algorithm.EDDSA);
        assertThat(Algorithm.EDDSA.value()).isEqualTo("EdDSA");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "none",
                "None",
                "NONE",
                "nOnE",
                "",
                "HS256",
                "HS384",
                "HS512",
                "rs256",
                "Rs256",
                "RS256 ",
                "ES256K",
                "EDDSA",
                "eddsa",
                "ed25519",
                "Ed448",
                "RS1",
                "RSA-OAEP",
                "dir"
            })
    @Spec("RFC 7515 §4.1.1")
    @Spec("RFC 8725 §3.2")
    void knowsNoOther(String value) {
        assertThat(Algorithm.of(value)).isEmpty();
    }
}
