package dev.countersign.core.grant;

import static dev.countersign.core.fixtures.SampleEndpoint.code;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.ASN1Encodable;
import org.bouncycastle.asn1.ASN1Integer;
import org.bouncycastle.asn1.DERSequence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of common mistakes of clients and issuers: each gets the usual refusal, with a hint that names the cause. */
class ClientMistakesTest {
    private final SampleEndpoint endpoint = SampleEndpoint.ordinary();

    @ParameterizedTest
    @ValueSource(strings = {"iss", "sub", "aud", "jti"})
    void anIdentifierThatNoStoreCanHoldIsAnOrdinaryRefusal(String claim) {
        assertThat(code(endpoint.exchange(endpoint.assertion().with(claim, "a\u0000b"))))
                .isEqualTo("assertion.claim_malformed");
        assertThat(endpoint.events)
                .singleElement()
                .satisfies(event -> assertThat(event.toString()).doesNotContain("\u0000"));
    }

    @Test
    void aSubjectOfAnotherClaimThatNoStoreCanHoldIsAnOrdinaryRefusal() {
        endpoint.trust(SampleIssuer.partner().subject(new SubjectMapping.FromClaim("email")), SampleClient.orders());
        assertThat(code(endpoint.exchange(endpoint.assertion().with("email", "a\u0000@example.com"))))
                .isEqualTo("policy.subject_not_mapped");
        assertThat(code(endpoint.exchange(endpoint.assertion().with("email", "a@example.com"))))
                .isEqualTo("accepted");
    }

    @Test
    void evidenceShowsWhatCannotBeStoredAsText() {
        endpoint.exchange(SampleAssertion.signed(
                "{\"alg\":\"ES256\",\"typ\":\"a\\u0000\"}", endpoint.assertion().claimsJson()));
        assertThat(endpoint.events.getLast().evidence().orElseThrow().actual()).isEqualTo("a\\u0000");
    }

    @Test
    void theClaimsOfALogoutTokenOrOfABoundTokenAreRefusedWhateverTheTypeSays() {
        assertThat(code(endpoint.exchange(endpoint.assertion().with("events", Map.of("urn:x", Map.of())))))
                .isEqualTo("assertion.claim_not_allowed");
        assertThat(code(endpoint.exchange(endpoint.assertion().with("cnf", Map.of("jkt", "x")))))
                .isEqualTo("assertion.claim_not_allowed");
    }

    @Test
    void anAssertionIssuedAfterItsExpiryIsRefusedAlthoughTheSkewCoversBoth() {
        long now = endpoint.clock.instant().getEpochSecond();
        assertThat(code(endpoint.exchange(
                        endpoint.assertion().with("exp", now - 10).with("iat", now + 10))))
                .isEqualTo("assertion.claim_malformed");
        assertThat(code(endpoint.exchange(
                        endpoint.assertion().with("exp", now - 10).with("iat", now - 10))))
                .isEqualTo("accepted");
    }

    private String hint(String assertion) {
        endpoint.exchange(assertion);
        return endpoint.events.getLast().evidence().orElseThrow().hint();
    }

    @Test
    void theHintNamesTheCauseOfWhatClientsReallySend() {
        String good = endpoint.assertion().compact();
        assertThat(hint(" " + good)).contains("without the space");
        assertThat(hint(good + "\n")).contains("without the space");
        assertThat(hint("Bearer " + good)).contains("without the word Bearer");
        assertThat(hint("{\"access_token\":\"" + good + "\"}")).contains("access_token or id_token");
        assertThat(hint("ya29.a0AfH6SM")).contains("three base64url parts");
        assertThat(hint("0123456789abcdef")).contains("opaque token");
        assertThat(hint(endpoint.assertion().without("sub").compact())).contains("Go's oauth2/jwt");
        long seconds = endpoint.clock.instant().getEpochSecond() + 300;
        assertThat(hint(endpoint.assertion().with("exp", seconds * 1000).compact()))
                .contains("divide by 1000");
        assertThat(hint(endpoint.assertion().ofType("okta-internal-at+jwt").compact()))
                .contains("custom authorization server")
                .doesNotContain("Add the type");
    }

    @Test
    void aSignatureInDerIsNamedAsSuch() throws IOException {
        String good = endpoint.assertion().compact();
        int dot = good.lastIndexOf('.');
        byte[] raw = Base64.getUrlDecoder().decode(good.substring(dot + 1));
        byte[] der = new DERSequence(new ASN1Encodable[] {
                    new ASN1Integer(new BigInteger(1, raw, 0, 32)), new ASN1Integer(new BigInteger(1, raw, 32, 32))
                })
                .getEncoded();
        String inDer = good.substring(0, dot + 1)
                + Base64.getUrlEncoder().withoutPadding().encodeToString(der);

        assertThat(code(endpoint.exchange(inDer))).isEqualTo("assertion.signature_invalid");
        assertThat(endpoint.events.getLast().evidence().orElseThrow().hint()).contains("RFC 7518 §3.4");
        endpoint.exchange(endpoint.assertion().compactWithBrokenSignature());
        assertThat(endpoint.events.getLast().evidence().orElseThrow().hint()).doesNotContain("convert");
    }

    @Test
    void withoutAJtiTheHintSaysWhyTwoClientsAreOne() {
        String twice = endpoint.assertion().without("jti").compact();
        assertThat(code(endpoint.exchange(twice))).isEqualTo("accepted");
        assertThat(hint(twice)).contains("sasl.oauthbearer.assertion.claim.jti.include");

        String identified = endpoint.assertion().compact();
        assertThat(code(endpoint.exchange(identified))).isEqualTo("accepted");
        assertThat(hint(identified)).doesNotContain("sasl");
    }

    @Test
    void aForeignAudienceIsNeverProposedAsAlias() {
        assertThat(hint(endpoint.assertion().with("aud", "account").compact()))
                .contains("Keycloak")
                .contains(SampleServer.ISSUER)
                .doesNotContain("alias");
        assertThat(hint(endpoint.assertion()
                        .with("aud", "https://other.example")
                        .compact()))
                .contains("only if it identifies this server");
    }
}
