package dev.countersign.core.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.ClientAuthenticator.AuthenticatedClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.ClientRejection.Failure;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ClientAuthenticatorTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final String OTHER_SECRET = "another-secret-of-thirty-two-characters";

    private final ClientAuthenticator authenticator =
            new ClientAuthenticator(new FailureThrottle(), (owner, algorithm, keyId) -> {
                throw new AssertionError("a secret is no assertion");
            });

    private String authenticate(SampleClient client, ClientAuthentication presented) {
        RegisteredClient registered = client.build();
        ClientDirectory directory = SampleServer.trust(List.of(), List.of(registered));
        return switch (authenticator.authenticate(presented, directory, "192.0.2.1", NOW)) {
            case Ruling.Granted<AuthenticatedClient>(AuthenticatedClient authenticated) ->
                "as " + authenticated.client().name() + " by "
                        + authenticated.secretId().orElseThrow();
            case Ruling.Refused<AuthenticatedClient> refused ->
                switch (refused.rejection()) {
                    case ClientRejection.Unauthenticated(Failure failure) -> failure.name();
                    default -> refused.rejection().code().value();
                };
        };
    }

    private static ClientAuthentication by(AuthenticationMethod method, String clientId, String secret) {
        return new ClientAuthentication.Secret(method, new ClientId(clientId), PresentedSecret.of(secret));
    }

    private static ClientAuthentication basic(String secret) {
        return by(AuthenticationMethod.CLIENT_SECRET_BASIC, SampleClient.CLIENT_ID, secret);
    }

    @Test
    @Spec("RFC 6749 §2.3.1")
    void acceptsTheSecretOfTheApplication() {
        assertThat(authenticate(SampleClient.orders(), basic(SampleClient.SECRET)))
                .isEqualTo("as orders-app by secret-1");
    }

    @Test
    void acceptsEitherOfTwoLiveSecrets() {
        SampleClient rotating = SampleClient.orders()
                .secrets(
                        SampleClient.secret("old", SampleClient.SECRET, Optional.empty()),
                        SampleClient.secret("new", OTHER_SECRET, Optional.empty()));
        assertThat(authenticate(rotating, basic(SampleClient.SECRET))).isEqualTo("as orders-app by old");
        assertThat(authenticate(rotating, basic(OTHER_SECRET))).isEqualTo("as orders-app by new");
        assertThat(authenticate(rotating, basic("neither"))).isEqualTo("SECRET_WRONG");
    }

    @Test
    void refusesASecretFromTheMomentOfItsExpiry() {
        assertThat(authenticate(expiring(NOW.plusNanos(1)), basic(SampleClient.SECRET)))
                .isEqualTo("as orders-app by s");
        assertThat(authenticate(expiring(NOW), basic(SampleClient.SECRET))).isEqualTo("SECRET_EXPIRED");
    }

    private static SampleClient expiring(Instant at) {
        return SampleClient.orders().secrets(SampleClient.secret("s", SampleClient.SECRET, Optional.of(at)));
    }

    @Test
    @Spec("RFC 6749 §2.3")
    void refusesAnotherMethodThanTheRegisteredOne() {
        var post = by(AuthenticationMethod.CLIENT_SECRET_POST, SampleClient.CLIENT_ID, SampleClient.SECRET);
        assertThat(authenticate(SampleClient.orders(), post)).isEqualTo("METHOD_NOT_REGISTERED");
        assertThat(authenticate(SampleClient.orders().method(AuthenticationMethod.CLIENT_SECRET_POST), post))
                .isEqualTo("as orders-app by secret-1");
    }

    @Test
    void refusesAnUnknownClientADisabledOneAndMissingCredentials() {
        assertThat(authenticate(
                        SampleClient.orders(),
                        by(AuthenticationMethod.CLIENT_SECRET_BASIC, "nobody", SampleClient.SECRET)))
                .isEqualTo("CLIENT_UNKNOWN");
        assertThat(authenticate(SampleClient.orders().disabled(), basic(SampleClient.SECRET)))
                .isEqualTo("CLIENT_DISABLED");
        assertThat(authenticate(SampleClient.orders(), new ClientAuthentication.Missing()))
                .isEqualTo("CREDENTIALS_MISSING");
        assertThat(authenticate(SampleClient.orders(), new ClientAuthentication.Unreadable()))
                .isEqualTo("CREDENTIALS_MALFORMED");
    }

    @Test
    void namesTheControlCharacterOfASecretThatCannotBeAndNothingElseOfIt() {
        var rejection = new ClientRejection.ControlCharacter('\n');

        assertThat(rejection.evidence().actual())
                .isEqualTo("a client secret with the control character U+000A (LINE FEED (LF))");
        assertThat(OAuthError.of(rejection))
                .isEqualTo(OAuthError.of(new ClientRejection.Unauthenticated(Failure.SECRET_WRONG)));
        assertThat(authenticate(
                        SampleClient.orders(),
                        new ClientAuthentication.Unreadable(
                                Optional.of(new ClientId("orders-app")), OptionalInt.of('\n'))))
                .isEqualTo("client.unauthenticated");
    }

    @Test
    void anApplicationWithoutSecretsAuthenticatesNobody() {
        assertThat(authenticate(SampleClient.orders().secrets(), basic(""))).isEqualTo("SECRET_WRONG");
        assertThat(authenticate(SampleClient.orders().secrets(), basic("\0".repeat(32))))
                .isEqualTo("SECRET_WRONG");
    }

    @Test
    @Spec("RFC 6749 §5.2")
    void everyFailureLooksTheSameFromOutside() {
        List<OAuthError> answers = Arrays.stream(Failure.values())
                .map(ClientRejection.Unauthenticated::new)
                .map(OAuthError::of)
                .distinct()
                .toList();
        assertThat(answers).hasSize(1);
    }

    @Test
    @Spec("RFC 6749 §10.10")
    void tenFailuresInARowSlowFurtherFailuresDownAndNeverTheRightSecret() {
        for (int i = 0; i < FailureThrottle.FREE_FAILURES; i++) {
            assertThat(authenticate(SampleClient.orders(), basic("wrong"))).isEqualTo("SECRET_WRONG");
        }
        assertThat(authenticate(SampleClient.orders(), basic("wrong"))).isEqualTo("client.throttled");
        assertThat(authenticate(SampleClient.orders(), basic(SampleClient.SECRET)))
                .isNotEqualTo("client.throttled");
        assertThat(authenticate(SampleClient.orders(), basic("wrong")))
                .as("a success forgets the failures")
                .isEqualTo("SECRET_WRONG");
    }

    @Test
    void aPresentedSecretIsNeverPrinted() {
        assertThat(basic(SampleClient.SECRET).toString()).doesNotContain(SampleClient.SECRET);
    }

    private static final String WITH_SIGNS = "a+b%2Fc%zz-0123456789-0123456789-01";

    private static ClientAuthentication basic(Optional<String> decoded, String sent) {
        return new ClientAuthentication.Secret(
                AuthenticationMethod.CLIENT_SECRET_BASIC,
                new ClientId(SampleClient.CLIENT_ID),
                PresentedSecret.decoded(decoded, sent));
    }

    @Test
    @Spec("RFC 6749 §2.3.1")
    void aSecretThatIsRightButNotEncodedIsRefusedAndNamedAsSuch() {
        SampleClient client = SampleClient.orders().secrets(SampleClient.secret("signs", WITH_SIGNS, Optional.empty()));
        assertThat(authenticate(client, basic(Optional.empty(), WITH_SIGNS))).isEqualTo("SECRET_NOT_ENCODED");
        assertThat(authenticate(client, basic(Optional.of("a b/c"), WITH_SIGNS)))
                .isEqualTo("SECRET_NOT_ENCODED");
        assertThat(authenticate(client, basic(Optional.empty(), "another%"))).isEqualTo("SECRET_WRONG");
        assertThat(authenticate(client, basic(Optional.of(WITH_SIGNS), "a%2Bb%252Fc%25zz-0123456789-0123456789-01")))
                .isEqualTo("as orders-app by signs");
    }

    @Test
    void aSecretThatIsNoEncodingAuthenticatesNobody() {
        assertThat(authenticate(SampleClient.orders().secrets(), basic(Optional.empty(), "%")))
                .isEqualTo("SECRET_WRONG");
    }
}
