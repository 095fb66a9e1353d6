package dev.countersign.server.people.passkey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.signing.KeyedHash;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.server.people.PeopleFixture;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.SignIn;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The passkeys of a server with one administrator, and the authenticator of that administrator. */
final class PasskeyFixture implements AutoCloseable {
    static final String BROWSER = "the form token of a browser";

    final PeopleFixture people;
    final RelyingParty party = RelyingParty.of(
                    new ServerIdentity(
                            new IssuerIdentifier("https://console.example:8443/base"),
                            new Audience("https://console.example:8443/base/oauth2/token")),
                    Optional.empty())
            .orElseThrow();
    final PasskeyServices services;
    final SoftAuthenticator phone = new SoftAuthenticator(party, 1);
    final Person ada;

    PasskeyFixture(Path folder) {
        people = new PeopleFixture(folder);
        ada = people.ada();
        services = node("secret of all nodes");
    }

    /** A node of the same database. */
    PasskeyServices node(String secret) {
        return PasskeyServices.of(
                people.rows().passkeys(),
                people.rows().people(),
                people.services.signIn(),
                party,
                KeyedHash.of(secret),
                () -> people.now);
    }

    Passkeys.Added add(SoftAuthenticator authenticator) {
        String options = services.passkeys().options(ada, BROWSER);
        return add(authenticator.create(options));
    }

    Passkeys.Added add(String credential) {
        return services.passkeys().add(ada, BROWSER, "phone", credential, PeopleFixture.ADA);
    }

    /** Signs in with the phone. */
    PasskeySignIn.Attempt signIn() {
        return signIn(phone.get(services.signIn().options(BROWSER)));
    }

    PasskeySignIn.Attempt signIn(String credential) {
        return signIn(services, credential, BROWSER);
    }

    static PasskeySignIn.Attempt signIn(PasskeyServices node, String credential, String visitor) {
        return node.signIn()
                .attempt(
                        credential,
                        new PasskeySignIn.Browser(visitor, PeopleFixture.ADDRESS, "a browser", PeopleFixture.ID));
    }

    static void assertSignedIn(PasskeySignIn.Attempt attempt) {
        assertThat(attempt).isInstanceOf(PasskeySignIn.Attempt.Judged.class);
        assertThat(((PasskeySignIn.Attempt.Judged) attempt).outcome()).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    /** The attempt was refused, and the audit says why. */
    void assertRefused(PasskeySignIn.Attempt attempt, String reason) {
        assertThat(attempt).isEqualTo(new PasskeySignIn.Attempt.Judged(new SignIn.Outcome.Refused()));
        assertThat(details().getFirst())
                .contains("\"method\":\"passkey\"")
                .contains("\"reason\":\"%s\"".formatted(reason));
    }

    /** The audit, the newest first. */
    List<String> details() {
        return people.audit().stream().map(record -> record.toString()).toList();
    }

    @Override
    public void close() {
        people.close();
    }
}
