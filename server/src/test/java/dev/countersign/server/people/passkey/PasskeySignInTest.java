package dev.countersign.server.people.passkey;

import static dev.countersign.server.people.passkey.PasskeyFixture.BROWSER;
import static dev.countersign.server.people.passkey.PasskeyFixture.assertSignedIn;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.people.Invitation;
import dev.countersign.server.people.PeopleFixture;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.SignIn;
import dev.countersign.server.people.passkey.PasskeySignIn.Attempt;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of registration and sign-in with passkeys. */
class PasskeySignInTest {
    private static final Duration BLINK = Duration.ofMillis(1);

    @TempDir
    private Path folder;

    private PasskeyFixture passkeys;

    @BeforeEach
    void open() {
        passkeys = new PasskeyFixture(folder);
        assertThat(passkeys.add(passkeys.phone)).isInstanceOf(Passkeys.Added.Done.class);
        passkeys.phone.counter++;
    }

    @AfterEach
    void close() {
        passkeys.close();
    }

    @Test
    void signsInAndIsOnRecordWithItsMethod() {
        assertThat(passkeys.details().getFirst()).contains("administrator.passkey_added");
        assertSignedIn(passkeys.signIn());

        assertThat(passkeys.details().getFirst()).contains("session.started").contains("\"method\":\"passkey\"");
        Passkey used = passkeys.services.passkeys().of(passkeys.ada).getFirst();
        assertThat(used.counter()).isEqualTo(2);
        assertThat(used.lastUsedAt()).contains(passkeys.people.now);
        assertThat(String.join("", passkeys.details())).doesNotContain(used.credential());
    }

    @Test
    void refusesAnyOtherOrigin() {
        for (String origin : List.of(
                "https://console.example",
                "https://console.example:8444",
                "http://console.example:8443",
                "https://evil.console.example:8443",
                "https://console.example.evil:8443")) {
            passkeys.phone.origin = origin;
            passkeys.assertRefused(passkeys.signIn(), "origin");
            var other = new SoftAuthenticator(passkeys.party, 2);
            other.origin = origin;
            assertThat(passkeys.add(other)).as(origin).isInstanceOf(Passkeys.Added.Refused.class);
            passkeys.people.pass(Duration.ofHours(1));
        }
    }

    @Test
    void refusesAnotherRelyingParty() {
        passkeys.phone.rpId = "example";
        passkeys.assertRefused(passkeys.signIn(), "relying_party");

        var other = new SoftAuthenticator(passkeys.party, 2);
        other.rpId = "example";
        assertThat(passkeys.add(other)).isInstanceOf(Passkeys.Added.Refused.class);
    }

    @Test
    void refusesTheFrameOfAPageOfAnotherOrigin() {
        passkeys.phone.crossOrigin = true;
        passkeys.assertRefused(passkeys.signIn(), "invalid");
    }

    @Test
    void refusesAUserThatTheDeviceDidNotVerify() {
        passkeys.phone.verifiesUser = false;
        passkeys.assertRefused(passkeys.signIn(), "user_not_verified");

        var other = new SoftAuthenticator(passkeys.party, 2);
        other.verifiesUser = false;
        assertThat(passkeys.add(other))
                .isEqualTo(new Passkeys.Added.Refused(
                        "The device did not verify its user. Use one with a fingerprint, a face or a PIN."));
    }

    @Test
    void refusesACounterThatDoesNotRise() {
        assertSignedIn(passkeys.signIn());
        passkeys.assertRefused(passkeys.signIn(), "signature_counter");
        passkeys.phone.counter = 0;
        passkeys.assertRefused(passkeys.signIn(), "signature_counter");
        passkeys.phone.counter = 3;
        assertSignedIn(passkeys.signIn());
    }

    @Test
    void refusesASignatureByAnotherKey() {
        var copy = new SoftAuthenticator(passkeys.party, 1);
        copy.userHandle(passkeys.ada.id().value());
        copy.counter = 2;
        passkeys.assertRefused(
                passkeys.signIn(copy.get(passkeys.services.signIn().options(BROWSER))), "signature");
    }

    @Test
    void refusesThePasskeyUnderAnotherUserHandle() {
        passkeys.phone.userHandle("another person");
        passkeys.assertRefused(passkeys.signIn(), "user_handle");
        passkeys.phone.userHandle("");
        passkeys.assertRefused(passkeys.signIn(), "user_handle");
    }

    @Test
    void refusesAnUnknownPasskeyInTheSameWords() {
        var unknown = new SoftAuthenticator(passkeys.party, 9);
        unknown.userHandle(passkeys.ada.id().value());
        passkeys.assertRefused(
                passkeys.signIn(unknown.get(passkeys.services.signIn().options(BROWSER))), "unknown_passkey");
        assertThat(passkeys.details().getFirst())
                .doesNotContain(passkeys.ada.id().value());
    }

    @Test
    void refusesADisabledPersonInTheSameWords() {
        anInvitedPersonSignsInWithAPasskeyAlone();
        var disabled = passkeys.people.services.people().setEnabled(passkeys.ada.id(), false, PeopleFixture.ADA);
        assertThat(disabled).isInstanceOf(Outcome.Done.class);

        passkeys.assertRefused(passkeys.signIn(), "disabled");
    }

    @Test
    void anInvitedPersonSignsInWithAPasskeyAlone() {
        var hers = new SoftAuthenticator(passkeys.party, 3);
        var made = passkeys.people.services.people().invite("carol", Role.ADMINISTRATOR, PeopleFixture.ADA);
        Invitation invitation = ((Outcome.Done<Invitation>) made).value();
        String options = passkeys.services.passkeys().options(invitation.person(), invitation.code(), BROWSER);
        String credential = hers.create(options);
        assertThat(passkeys.add(credential)).as("for another purpose").isInstanceOf(Passkeys.Added.Refused.class);
        assertThat(passkeys.services
                        .passkeys()
                        .addByLink(invitation.code(), invitation.person(), BROWSER, credential, PeopleFixture.ADA))
                .isInstanceOf(Passkeys.Added.Done.class);
        assertThat(passkeys.people.services.people().isOpen(invitation.code())).isFalse();
        hers.counter++;

        assertSignedIn(passkeys.signIn(hers.get(passkeys.services.signIn().options(BROWSER))));
        assertThat(passkeys.people.named("carol").canSignIn()).isTrue();
        assertThat(passkeys.services.passkeys().remove(passkeys.people.named("carol"), hers.id(), PeopleFixture.ADA))
                .isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void aChallengeIsValidForFiveMinutes() {
        String options = passkeys.services.signIn().options(BROWSER);
        passkeys.people.pass(Challenges.VALID.minus(BLINK));
        assertSignedIn(passkeys.signIn(passkeys.phone.get(options)));

        passkeys.phone.counter++;
        String late = passkeys.services.signIn().options(BROWSER);
        passkeys.people.pass(Challenges.VALID);
        assertThat(passkeys.signIn(passkeys.phone.get(late))).isEqualTo(new Attempt.Expired());
    }

    @Test
    void aChallengeSignsInOnceOnAllNodes() {
        PasskeyServices other = passkeys.node("secret of all nodes");
        String options = passkeys.services.signIn().options(BROWSER);
        assertSignedIn(PasskeyFixture.signIn(other, passkeys.phone.get(options), BROWSER));

        passkeys.phone.counter++;
        passkeys.assertRefused(passkeys.signIn(passkeys.phone.get(options)), "challenge_used");
    }

    @Test
    void aChallengeOfAnotherBrowserPurposeOrSecretIsNone() {
        String options = passkeys.services.signIn().options(BROWSER);
        String credential = passkeys.phone.get(options);
        assertThat(PasskeyFixture.signIn(passkeys.services, credential, "another browser"))
                .isEqualTo(new Attempt.Expired());
        assertThat(PasskeyFixture.signIn(passkeys.node("secret of another organization"), credential, BROWSER))
                .isEqualTo(new Attempt.Expired());
        String forAdding = passkeys.services.passkeys().options(passkeys.ada, BROWSER);
        assertThat(passkeys.signIn(passkeys.phone.get(forAdding))).isEqualTo(new Attempt.Expired());
        assertThat(passkeys.add(new SoftAuthenticator(passkeys.party, 2).create(withUser(options, forAdding))))
                .isInstanceOf(Passkeys.Added.Refused.class);
        assertSignedIn(passkeys.signIn(credential));
    }

    private static String withUser(String options, String user) {
        return JsonText.text(Map.of(
                "challenge", SoftAuthenticator.members(options).get("challenge"),
                "user", SoftAuthenticator.members(user).get("user")));
    }

    @Test
    void anAuthenticatorIsAddedOnce() {
        assertThat(passkeys.services.passkeys().options(passkeys.ada, BROWSER))
                .as("the browser is told of it")
                .contains("\"excludeCredentials\":[{")
                .contains(
                        passkeys.services.passkeys().of(passkeys.ada).getFirst().credentialId());
        assertThat(passkeys.add(passkeys.phone))
                .isEqualTo(new Passkeys.Added.Refused("This device has a passkey for this console already."));
    }

    @Test
    void failuresDelayFurtherAttempts() {
        passkeys.phone.verifiesUser = false;
        passkeys.people.stopPauses();
        for (int i = 0; i < 5; i++) {
            passkeys.assertRefused(passkeys.signIn(), "user_not_verified");
        }
        assertThat(passkeys.signIn())
                .isInstanceOfSatisfying(
                        Attempt.Judged.class,
                        judged -> assertThat(judged.outcome()).isInstanceOf(SignIn.Outcome.SlowDown.class));
    }

    @Test
    void aRemovedPasskeyIsUnknown() {
        assertThat(passkeys.services.passkeys().remove(passkeys.ada, passkeys.phone.id(), PeopleFixture.ADA))
                .isInstanceOf(Outcome.Done.class);
        assertThat(passkeys.details().getFirst())
                .contains("administrator.passkey_removed")
                .contains("\"phone\"");
        passkeys.assertRefused(passkeys.signIn(), "unknown_passkey");
    }

    @Test
    void aNewNameIsOfOneToSixtyPrintableCharacters() {
        for (String bad : List.of("", " ", "a".repeat(61), "a\u0000b", "a\nb")) {
            assertThat(passkeys.services.passkeys().rename(passkeys.ada, passkeys.phone.id(), bad, PeopleFixture.ADA))
                    .as(bad)
                    .isInstanceOf(Outcome.Invalid.class);
        }
        for (String good : List.of("a", "\uD83D\uDDDD".repeat(60))) {
            assertThat(passkeys.services.passkeys().rename(passkeys.ada, passkeys.phone.id(), good, PeopleFixture.ADA))
                    .isInstanceOf(Outcome.Done.class);
            assertThat(passkeys.services.passkeys().of(passkeys.ada))
                    .extracting(Passkey::name)
                    .containsExactly(good);
        }
    }

    @Test
    void thereAreNoPasskeysAtAnAddress() {
        for (String host : List.of("127.0.0.1", "[::1]", "192.0.2.1")) {
            var self = new ServerIdentity(
                    new IssuerIdentifier("https://" + host + ":8443"),
                    new Audience("https://" + host + ":8443/oauth2/token"));
            assertThat(RelyingParty.of(self, Optional.empty())).as(host).isEmpty();
        }
        assertThat(passkeys.party.id()).isEqualTo("console.example");
        assertThat(passkeys.party.origin()).isEqualTo("https://console.example:8443");
    }
}
