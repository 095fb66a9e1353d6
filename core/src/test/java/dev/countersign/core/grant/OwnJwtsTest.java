package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static dev.countersign.core.fixtures.SampleEndpoint.token;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.fixtures.MemoryRefreshTokens;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.Introspection.Viewer;
import dev.countersign.core.token.LiveRefreshTokens;
import dev.countersign.core.token.LiveTokens;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.core.trust.TrustedIssuer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that no JWT of this server, and none by which a client proves itself, is an assertion: not even where the keys of
 * both are those of a trusted token issuer.
 */
@Spec("RFC 8725 §3.12")
class OwnJwtsTest {
    private static final SigningKey KEY = SampleKeys.ofThirdParty(Algorithm.PS256);
    private static final RequestedAccess ANY = new RequestedAccess(Optional.empty(), List.of());

    private final SampleClient client = SampleClient.orders().signing(Optional.empty());
    private final List<TrustedIssuer> issuers = List.of(
            SampleIssuer.partner().build(),
            SampleIssuer.partner()
                    .named("issuer-2", "client", SampleClient.CLIENT_ID)
                    .build());
    private final SampleEndpoint endpoint = SampleEndpoint.of(issuers, client.build());
    private final TrustSnapshot trust = SampleServer.trust(issuers, List.of(client.build()));
    private final Introspection introspection = new Introspection(
            new LiveTokens(SampleKeys.ours(), endpoint.ledger.records(), endpoint.clock),
            new LiveRefreshTokens(new MemoryRefreshTokens(), endpoint.clock),
            SampleKeys.ours(),
            endpoint.clock);
    private final Viewer owner = new Viewer.Application(client.build());
    private int proofs;

    @BeforeEach
    void trustKeysOfTheServerAndOfTheClient() {
        endpoint.keys.add(SampleClient.NAME, KEY);
        endpoint.keys.add("client", KEY);
        for (Algorithm algorithm : List.of(Algorithm.RS256, Algorithm.ES256)) {
            endpoint.keys.add(SampleIssuer.NAME, SampleKeys.ours().active(algorithm));
        }
    }

    private SampleAssertion proof() {
        return SampleAssertion.at(endpoint.clock.instant())
                .with("iss", SampleClient.CLIENT_ID)
                .with("sub", SampleClient.CLIENT_ID)
                .with("jti", "proof-" + proofs++)
                .ofType("client-authentication+jwt")
                .signedBy(KEY);
    }

    private Ruling<TokenResponse> present(String assertion) {
        var authentication = new ClientAuthentication.Assertion(
                UnverifiedJwt.read(proof().compact()).toOptional().orElseThrow(), Optional.empty());
        return endpoint.answer(authentication, new JwtBearerGrant(assertion), ANY);
    }

    private void refuses(String jwt, String code) {
        Ruling<TokenResponse> ruling = present(jwt);
        assertThat(code(ruling)).isEqualTo(code);
        assertThat(OAuthError.of(((Ruling.Refused<TokenResponse>) ruling).rejection())
                        .error()
                        .value())
                .isEqualTo("invalid_grant");
    }

    private Map<String, Object> introspected(String token) {
        return introspection.answer(trust, token, owner).toOptional().orElseThrow();
    }

    @Test
    void anAccessTokenIsNoAssertion() {
        String own = token(present(endpoint.assertion().compact())).accessToken();

        refuses(own, "issuer.is_ourselves");
        assertThat(introspected(own)).containsEntry("active", true);
    }

    @Test
    void aSignedIntrospectionIsNoAssertion() {
        String own = token(present(endpoint.assertion().compact())).accessToken();

        refuses(introspection.sign(trust, introspected(own), owner), "issuer.is_ourselves");
    }

    @Test
    void aClientAssertionIsNoAssertion() {
        SampleAssertion proof = proof();

        refuses(proof.compact(), "assertion.type_not_allowed");
        var authentication = new ClientAuthentication.Assertion(
                UnverifiedJwt.read(proof.compact()).toOptional().orElseThrow(), Optional.empty());
        assertThat(code(endpoint.answer(
                        authentication, new JwtBearerGrant(endpoint.assertion().compact()), ANY)))
                .as("it proves the client, and was not spent")
                .isEqualTo("accepted");
    }
}
