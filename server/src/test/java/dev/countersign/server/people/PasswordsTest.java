package dev.countersign.server.people;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class PasswordsTest {
    private final Passwords passwords = new Passwords(new Passwords.Cost(64, 1, 1));

    @Test
    void aPasswordHas12To256Characters() {
        assertThat(passwords.problems("abcdefghijk", "ada")).hasSize(1);
        assertThat(passwords.problems("abcdefghijkl", "ada")).isEmpty();
        assertThat(passwords.problems("abcd".repeat(64), "ada")).isEmpty();
        assertThat(passwords.problems("abcd".repeat(64) + "e", "ada")).hasSize(1);
    }

    @Test
    void charactersAreCountedAndNotTheirBytes() {
        assertThat(passwords.problems("😀😁😂😃😄😅😆😇😈😉😊😋", "ada")).isEmpty();
        assertThat(passwords.problems("😀😁😂😃😄😅😆😇😈😉😊", "ada")).hasSize(1);
    }

    @Test
    void whatAnybodyWouldTryFirstIsNoPassword() {
        assertThat(passwords.problems("Ada.Lovelace.1815", "ada.lovelace.1815")).hasSize(1);
        assertThat(passwords.problems("aaaaaaaaaaaabbbbbb", "ada")).hasSize(1);
    }

    @Test
    void aPasswordIsRightOnlyForItsOwnHash() {
        String hash = passwords.hash("correct horse battery");

        assertThat(hash).startsWith("$argon2id$v=19$m=64,t=1,p=1$").doesNotContain("horse");
        assertThat(passwords.hash("correct horse battery")).as("salted").isNotEqualTo(hash);
        assertThat(passwords.isRight("correct horse battery", Optional.of(hash)))
                .isTrue();
        assertThat(passwords.isRight("correct horse batterz", Optional.of(hash)))
                .isFalse();
        assertThat(passwords.isRight("", Optional.of(hash))).isFalse();
        assertThat(passwords.isRight("x".repeat(100_000), Optional.of(hash))).isFalse();
    }

    @Test
    void nobodyHasAPasswordWithoutAHash() {
        assertThat(passwords.isRight("nobody has this password", Optional.empty()))
                .isFalse();
    }

    @Test
    void keyboardsThatComposeLettersDifferentlyAgree() {
        String hash = passwords.hash("Zürich im Winter");

        assertThat(passwords.isRight("Zu\u0308rich im Winter", Optional.of(hash)))
                .isTrue();
    }

    /** Made with the reference implementation: {@code echo -n password | argon2 somesalt -id -v 13 -m 16 -t 2 -p 1}. */
    @Test
    void theReferenceImplementationAgrees() {
        String hash = "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc";

        assertThat(passwords.isRight("password", Optional.of(hash))).isTrue();
        assertThat(passwords.isRight("passwort", Optional.of(hash))).isFalse();
        assertThat(passwords.isOutdated(hash)).isTrue();
        assertThat(passwords.isOutdated(passwords.hash("password"))).isFalse();
    }
}
