package dev.countersign.server.people.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the text of personal access tokens. */
class PersonalTokenTextTest {
    private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    @Test
    void isReadBackWithTheSameHash() {
        PersonalTokenText text = PersonalTokenText.generate();

        assertThat(text.value()).matches("csp_[A-Za-z0-9_-]{49}");
        assertThat(PersonalTokenText.read(text.value()).map(PersonalTokenText::hash))
                .contains(text.hash());
        assertThat(text.toString()).doesNotContain(text.value().substring(4, 12));
    }

    @Test
    void isNeverTheSameTwice() {
        var seen = new HashSet<String>();
        for (int i = 0; i < 200; i++) {
            assertThat(seen.add(PersonalTokenText.generate().value())).isTrue();
        }
    }

    @Test
    void oneOtherCharacterAnywhereMakesItNoToken() {
        var random = new Random(7);
        String text = PersonalTokenText.generate().value();
        for (int at = 0; at < text.length(); at++) {
            char other = ALPHABET.charAt(random.nextInt(ALPHABET.length()));
            if (other != text.charAt(at)) {
                String changed = text.substring(0, at) + other + text.substring(at + 1);
                assertThat(PersonalTokenText.read(changed)).as(changed).isEmpty();
            }
        }
    }

    @Test
    void aPartOrAnExtensionOfATokenIsNoToken() {
        String text = PersonalTokenText.generate().value();
        for (int end = 0; end < text.length(); end++) {
            assertThat(PersonalTokenText.read(text.substring(0, end))).isEmpty();
        }
        for (String extended : new String[] {text + "A", text + "=", text + "\n", " " + text, text + text}) {
            assertThat(PersonalTokenText.read(extended)).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "csp_",
                "csp_\0",
                "CSP_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "csp_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
                "csp_\u00C4AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
            })
    void otherTextIsNoToken(String text) {
        assertThat(PersonalTokenText.read(text)).isEmpty();
    }
}
