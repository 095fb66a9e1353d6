package dev.countersign.server.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.countersign.core.Spec;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.server.people.Role;
import dev.countersign.server.provider.OpenIdProvider.Departure;
import dev.countersign.server.provider.ProviderReturn.Failure;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the client of the OpenID provider against a provider that errs in one way at a time. */
class OpenIdProviderTest extends ProviderClientCase {
    @Test
    void aPersonWhomTheProviderAuthenticatesComesBackWithTheRoleOfTheClaims() {
        ProviderReturn.Authenticated result = authenticated(returned(client()));

        assertThat(result.to()).contains("/connections");
        assertThat(result.user().username()).isEqualTo("grace");
        assertThat(result.user().account().issuer()).isEqualTo(ISSUER.toString());
        assertThat(result.user().account().subject()).isEqualTo("subject-1");
        assertThat(result.user().role()).contains(Role.ADMINISTRATOR);
        assertThat(result.user().session()).contains("session-1");
    }

    @Test
    void theRequestHasPkceStateNonceAndTheScopes() {
        URI to = begun(client()).to();

        assertThat(to.toString()).startsWith(ISSUER + "/authorize?");
        assertThat(URLUtils.parseParameters(to.getRawQuery()))
                .containsEntry("response_type", List.of("code"))
                .containsEntry("client_id", List.of(SampleProvider.CLIENT))
                .containsEntry("redirect_uri", List.of(REDIRECT.toString()))
                .containsEntry("scope", List.of("openid profile"))
                .containsEntry("code_challenge_method", List.of("S256"))
                .containsKeys("state", "nonce", "code_challenge");
    }

    @Test
    void anotherNodeTakesTheBrowserBackAndAnotherMasterKeyDoesNot() {
        Departure.Sent sent = begun(client());
        URI back = sample.authorize(sent.to());
        var next = List.of(MasterKey.generate().seal("cookie"), KEY.seal("cookie"));

        assertRefused(
                finish(client(Optional.empty(), ROLES, List.of(next.getFirst())), back, sent.cookie()),
                Failure.STALE,
                "no cookie");
        authenticated(finish(client(Optional.empty(), ROLES, next), back, sent.cookie()));
    }

    @Test
    void aSecretGoesIntoTheBodyForAProviderThatTakesItThereOnly() {
        sample.metadata.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));

        authenticated(returned(client()));
    }

    @ParameterizedTest
    @CsvSource({"admins, ADMINISTRATOR", "editors, EDITOR", "others, VIEWER"})
    void theHighestRoleWhoseConditionIsTrueIsGiven(String group, Role role) {
        claims(set -> set.claim("groups", List.of(group)));

        assertThat(authenticated(returned(client())).user().role()).contains(role);
    }

    @Test
    void conditionsThatAreFalseOrFailGiveNoRole() {
        claims(set -> set.claim("groups", null).claim("email", "grace@elsewhere.example"));

        assertThat(authenticated(returned(client())).user().role()).isEmpty();
    }

    @Test
    void theNameIsTheClaimThenTheAddressThenTheSubject() {
        claims(set -> set.claim("preferred_username", " "));
        assertThat(authenticated(returned(client())).user().username()).isEqualTo("grace@staff.example");

        claims(set -> set.claim("preferred_username", 7).claim("email", null));
        assertThat(authenticated(returned(client())).user().username()).isEqualTo("subject-1");
    }

    @Test
    void aBrowserWithoutTheCookieOrWithThatOfAnotherSignInIsRefused() {
        OpenIdProvider client = client();
        Departure.Sent mine = begun(client);
        URI back = sample.authorize(mine.to());

        assertRefused(
                client.finish(URLUtils.parseParameters(back.getRawQuery()), Optional.empty(), limits),
                Failure.STALE,
                "no cookie");
        assertRefused(finish(client, back, begun(client).cookie()), Failure.STALE, "state");
        assertThat(sample.requests()).doesNotContain(ISSUER.getPath() + "/token");
        authenticated(finish(client, back, mine.cookie()));
    }

    @Test
    void theCookieIsGoodForTenMinutes() {
        OpenIdProvider client = client();
        Departure.Sent sent = begun(client);
        now = now.plus(RoundTrip.LASTS).minusSeconds(1);
        authenticated(finish(client, sample.authorize(sent.to()), sent.cookie()));

        now = now.plusSeconds(1);
        assertRefused(finish(client, sample.authorize(sent.to()), sent.cookie()), Failure.STALE, "no cookie");
    }

    @Test
    void aCodeOfAnotherSignInIsRefusedByItsVerifier() {
        OpenIdProvider client = client();
        Departure.Sent mine = begun(client);
        sample.parameters = back -> {
            back.put(
                    "state",
                    URLUtils.parseParameters(mine.to().getRawQuery())
                            .get("state")
                            .getFirst());
            return back;
        };
        URI theirs = sample.authorize(begun(client).to());

        assertRefused(finish(client, theirs, mine.cookie()), Failure.INVALID, "invalid_grant");
    }

    @Test
    @Spec("RFC 9207 §2.4")
    void anIssuerParameterIsComparedAndDemandedWhenTheMetadataSaysSo() {
        sample.parameters = back -> {
            back.put("iss", "https://other.example");
            return back;
        };
        refused(Failure.INVALID, "iss is another issuer");

        sample.parameters = back -> {
            back.remove("iss");
            return back;
        };
        refused(Failure.INVALID, "iss is absent");

        sample.metadata.remove("authorization_response_iss_parameter_supported");
        authenticated(returned(client()));
    }

    @Test
    void anErrorOfTheProviderIsNamedOnlyByACode() {
        sample.parameters = back -> {
            back.remove("code");
            back.put("error", "access_denied");
            back.put("error_description", "<script>");
            return back;
        };
        refused(Failure.DENIED, "access_denied");

        sample.parameters = back -> {
            back.remove("code");
            back.put("error", "Not-A-Code");
            return back;
        };
        refused(Failure.DENIED, "an error without a usable code");
    }

    @Test
    void repeatedOrMissingParametersAreRefused() {
        OpenIdProvider client = client();
        Departure.Sent sent = begun(client);
        URI back = sample.authorize(sent.to());

        assertRefused(finish(client, URI.create(back + "&code=again"), sent.cookie()), Failure.INVALID, "repeated");
        assertRefused(
                finish(client, URI.create(back.toString().replaceAll("code=[^&]*", "x=y")), sent.cookie()),
                Failure.INVALID,
                "");
        assertRefused(finish(client, URI.create(REDIRECT + "?x=y"), sent.cookie()), Failure.STALE, "state");
    }

    @Test
    @Spec("OpenID Connect Core 1.0 §3.1.3.7")
    void anIdTokenOfAnotherNonceIssuerOrAudienceIsRefused() {
        claims(set -> set.claim("nonce", "another"));
        refused(Failure.INVALID, "the ID token is not valid");
        claims(set -> set.claim("nonce", null));
        refused(Failure.INVALID, "the ID token is not valid");
        claims(set -> set.issuer("https://other.example"));
        refused(Failure.INVALID, "the ID token is not valid");
        claims(set -> set.audience("another-client"));
        refused(Failure.INVALID, "the ID token is not valid");
        claims(set -> set.audience(List.of(SampleProvider.CLIENT, "another-client")));
        refused(Failure.INVALID, "the ID token is not valid");
        claims(set -> set.claim("azp", "another-client"));
        refused(Failure.INVALID, "the ID token is not valid");
        claims(set -> set.subject(null));
        refused(Failure.INVALID, "");

        claims(set ->
                set.audience(List.of(SampleProvider.CLIENT, "another-client")).claim("azp", SampleProvider.CLIENT));
        authenticated(returned(client()));
    }

    @Test
    @Spec("OpenID Connect Core 1.0 §3.1.3.7")
    void anIdTokenThatIsExpiredOrFromTheFutureIsRefused() {
        Instant real = Instant.now();
        claims(set -> set.expirationTime(Date.from(real.minusSeconds(31))));
        refused(Failure.INVALID, "the ID token is not valid");
        claims(set -> set.expirationTime(null));
        refused(Failure.INVALID, "");
        claims(set -> set.issueTime(Date.from(real.plusSeconds(60))));
        refused(Failure.INVALID, "the ID token is not valid");

        claims(set -> set.expirationTime(Date.from(real.minusSeconds(5))));
        authenticated(returned(client()));
    }

    @Test
    void anIdTokenWithoutASignatureOrWithASymmetricOneIsRefused() {
        sample.signature = set -> new PlainJWT(set).serialize();
        refused(Failure.INVALID, "the ID token is not valid");

        sample.signature = set -> {
            try {
                var jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), set);
                jwt.sign(new MACSigner(SampleProvider.SECRET + SampleProvider.SECRET));
                return jwt.serialize();
            } catch (JOSEException impossible) {
                throw new IllegalStateException(impossible);
            }
        };
        refused(Failure.INVALID, "the ID token is not valid");

        sample.signature = set -> sample.signed(set).replaceAll("\\.[^.]*$", ".AAAA");
        refused(Failure.INVALID, "the ID token is not valid");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sub\u0000ject"})
    void anUnusableSubjectOrSessionIsRefused(String identifier) {
        claims(set -> set.subject(identifier));
        refused(Failure.INVALID, "");
        claims(set -> set.claim("sid", identifier));
        refused(Failure.INVALID, "unusable");
    }

    @Test
    void identifiersHaveAtMost255Characters() {
        claims(set -> set.subject("s".repeat(255)));
        authenticated(returned(client()));
        claims(set -> set.subject("s".repeat(256)));
        refused(Failure.INVALID, "unusable");
    }

    @Test
    @Spec("OpenID Connect Discovery 1.0 §4.3")
    void metadataOfAnotherIssuerOrWithoutAnEndpointIsNotUsed() {
        sample.metadata.put("issuer", ISSUER + "/");
        assertThat(client().begin(Optional.empty()))
                .isEqualTo(new Departure.Unreachable("its metadata names another issuer"));

        sample.metadata.put("issuer", ISSUER.toString());
        sample.metadata.put("authorization_endpoint", "http://idp.example/authorize");
        assertThat(client().begin(Optional.empty()))
                .isEqualTo(new Departure.Unreachable("its authorization endpoint is not https"));

        sample.metadata.remove("authorization_endpoint");
        assertThat(client().begin(Optional.empty())).isInstanceOf(Departure.Unreachable.class);
    }

    @Test
    void nothingThatIsSecretIsInTheTextOfAResult() {
        assertThat(begun(client())).hasToString("Sent[redacted]");
        assertThat(Map.of("settings", client()).toString()).doesNotContain(SampleProvider.SECRET);
        assertThat(Duration.ofMinutes(10)).isEqualTo(RoundTrip.LASTS);
    }
}
