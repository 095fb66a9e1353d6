package dev.countersign.core.jose.key;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Base64UrlTest {

    @Test
    @Spec("RFC 7515 §C")
    void readsTheExampleOfRfc7515() {
        assertThat(Base64Url.decode("A-z_4ME"))
                .hasValueSatisfying(octets -> assertThat(octets).containsExactly(3, 236, 255, 224, 193));
        assertThat(Base64Url.encode(new byte[] {3, (byte) 236, (byte) 255, (byte) 224, (byte) 193}))
                .isEqualTo("A-z_4ME");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "AA", "AAA", "AAAA", "_w", "__8", "AAAAAA", "AAAAAAA"})
    void readsEveryLengthThatOctetsCanHave(String text) {
        assertThat(Base64Url.decode(text)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(strings = {"A", "AAAAA", "AAAAAAAAA"})
    void refusesALengthThatNoOctetsHave(String text) {
        assertThat(Base64Url.decode(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AB", "AP", "A_", "AAB", "AAD", "AA_", "AAAAAB", "AAAAAAB"})
    @Spec("RFC 4648 §3.5")
    void refusesStrayBitsInTheLastCharacter(String text) {
        assertThat(Base64Url.decode(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"AA==", "AAA=", "AA=", "=", "AAAA====", "A=AA", "AA=A"})
    @Spec("RFC 7515 §2")
    void refusesPadding(String text) {
        assertThat(Base64Url.decode(text)).isEmpty();
    }

    @Test
    @Spec("RFC 7515 §2")
    void refusesEveryCharacterOutsideTheAlphabetInEveryPlace() {
        for (char c = 0; c < 0x300; c++) {
            boolean inAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(c) >= 0;
            assertThat(Base64Url.decode(c + "AAA").isPresent()).isEqualTo(inAlphabet);
            assertThat(Base64Url.decode("A" + c + "AA").isPresent()).isEqualTo(inAlphabet);
            assertThat(Base64Url.decode("AA" + c + "A").isPresent()).isEqualTo(inAlphabet);
            assertThat(Base64Url.decode("AAA" + c).isPresent()).isEqualTo(inAlphabet);
            assertThat(Base64Url.decode(c + "A").isPresent()).isEqualTo(inAlphabet);
        }
    }

    @Property
    void agreesWithTheJdkOnEveryOctetString(@ForAll byte[] octets) {
        var text = Base64.getUrlEncoder().withoutPadding().encodeToString(octets);

        assertThat(Base64Url.encode(octets)).isEqualTo(text);
        assertThat(Base64Url.encodeToBytes(octets)).isEqualTo(text.getBytes(StandardCharsets.US_ASCII));
        assertThat(Base64Url.decode(text))
                .hasValueSatisfying(read -> assertThat(read).isEqualTo(octets));
    }

    @Property
    void readsNoTextThatItWouldNotWrite(@ForAll("almostBase64Url") String text) {
        Base64Url.decode(text)
                .ifPresent(octets -> assertThat(Base64Url.encode(octets)).isEqualTo(text));
    }

    @Provide
    Arbitrary<String> almostBase64Url() {
        return Arbitraries.strings().withChars("AB_-z9=+/ .").ofMaxLength(12);
    }
}
