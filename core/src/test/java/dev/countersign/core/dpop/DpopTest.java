package dev.countersign.core.dpop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.Compact;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleKeys;
import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.grant.RefreshGrant;
import dev.countersign.core.grant.TokenResponse;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.oauth.Confirmation;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of proofs of possession in token requests: every rule of RFC 9449 §4.3, and what a proof binds. */
class DpopTest {
    private static final SigningKey OTHER = SampleKeys.ofStranger(Algorithm.ES256);

    private final SampleEndpoint endpoint = SampleEndpoint.ordinary();

    private int assertions;

    private SampleAssertion assertion() {
        return endpoint.assertion().with("jti", "jti-" + assertions++);
    }

    private SampleProof proof() {
        return SampleProof.at(endpoint.clock.instant());
    }

    private String outcome(String... proofs) {
        return SampleEndpoint.code(endpoint.exchange(assertion(), proofs));
    }

    private String outcome(SampleProof proof) {
        return outcome(proof.compact());
    }

    @Test
    @Spec("RFC 9449 §5")
    void bindsTheTokenToTheKeyOfTheProof() {
        TokenResponse answer = SampleEndpoint.token(endpoint.exchange(assertion(), proof().compact()));

        assertThat(answer.token().confirmation()).isEqualTo(Confirmation.ofJwk(SampleProof.thumbprint()));
        assertThat(answer.token().confirmation().tokenType()).isEqualTo("DPoP");
    }

    @ParameterizedTest
    @EnumSource
    @Spec("RFC 9449 §4.2")
    void acceptsEveryAlgorithm(Algorithm algorithm) {
        assertThat(outcome(SampleProof.at(endpoint.clock.instant(), SampleKeys.ofThirdParty(algorithm))))
                .isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 9864 §2.2")
    void acceptsTheFullySpecifiedNameOfEd25519() {
        SampleProof proof = SampleProof.at(endpoint.clock.instant(), SampleKeys.ofThirdParty(Algorithm.EDDSA));
        assertThat(outcome(proof.withHeader("alg", "Ed25519"))).isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 9449 §5.2")
    void onlyAnApplicationWithBoundTokensNeedsAProof() {
        assertThat(outcome()).isEqualTo("accepted");

        endpoint.trust(SampleIssuer.partner(), SampleClient.orders().dpopBound());

        assertThat(outcome()).isEqualTo("dpop.proof_missing");
        assertThat(outcome(proof())).isEqualTo("accepted");
    }

    @Test
    @Spec("RFC 9449 §4.3 step 1")
    void refusesMoreThanOneProofAndAnEmptyOne() {
        assertThat(outcome(proof().compact(), proof().with("jti", "2").compact()))
                .isEqualTo("dpop.proof_malformed");
        assertThat(outcome("")).isEqualTo("dpop.proof_malformed");
        assertThat(outcome(proof().compact() + ", " + proof().compact())).isEqualTo("dpop.proof_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "at+jwt", "dpop", "application/jwt"})
    @Spec("RFC 9449 §4.3 step 4")
    void refusesAnotherType(String type) {
        assertThat(outcome(proof().withHeader("typ", type))).isEqualTo("dpop.proof_malformed");
    }

    @Test
    @Spec("RFC 9449 §4.3 step 4")
    void refusesAProofWithoutType() {
        assertThat(outcome(proof().withoutHeader("typ"))).isEqualTo("dpop.proof_malformed");
    }

    @Test
    @Spec("RFC 9449 §4.3 step 5")
    void refusesASymmetricAlgorithmAndNone() {
        assertThat(outcome(proof().withHeader("alg", "HS256"))).isEqualTo("dpop.proof_malformed");
        assertThat(outcome(Compact.unsigned(
                        "{\"typ\":\"dpop+jwt\",\"alg\":\"none\"}", "{\"jti\":\"1\",\"htm\":\"POST\"}")))
                .isEqualTo("dpop.proof_malformed");
    }

    @Test
    @Spec("RFC 9449 §4.3 step 6")
    void refusesASignatureByAnotherKey() {
        assertThat(outcome(proof().signedBy(OTHER))).isEqualTo("dpop.signature_invalid");
    }

    @Test
    @Spec("RFC 9449 §4.3 step 7")
    void refusesAPrivateKeyInTheHeaderAndNoKey() {
        Map<String, Object> secret = new HashMap<>(SampleProof.jwk(SampleProof.key()));
        secret.put("d", "AAAA");
        assertThat(outcome(proof().withHeader("jwk", secret))).isEqualTo("dpop.proof_malformed");
        assertThat(outcome(proof().withHeader("jwk", "text"))).isEqualTo("dpop.proof_malformed");
        assertThat(outcome(proof().withoutHeader("jwk"))).isEqualTo("dpop.proof_malformed");
        assertThat(outcome(proof().withHeader("jwk", Map.of("kty", "oct", "k", "AAAA"))))
                .isEqualTo("dpop.proof_malformed");
    }

    @Test
    @Spec("RFC 9449 §4.3 step 5")
    void refusesAKeyOfAnotherKindThanTheAlgorithm() {
        SigningKey rsa = SampleKeys.ofThirdParty(Algorithm.RS256);
        assertThat(outcome(proof().withHeader("jwk", SampleProof.jwk(rsa)))).isEqualTo("dpop.signature_invalid");
    }

    @Test
    @Spec("RFC 7515 §4.1.11")
    void refusesACriticalHeader() {
        assertThat(outcome(proof().withHeader("crit", List.of("exp")))).isEqualTo("dpop.proof_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"jti", "htm", "htu", "iat"})
    @Spec("RFC 9449 §4.3 step 3")
    void refusesAProofWithoutARequiredClaimOrWithOneOfAnotherKind(String claim) {
        assertThat(outcome(proof().without(claim))).isEqualTo("dpop.proof_malformed");
        assertThat(outcome(proof().with(claim, List.of()))).isEqualTo("dpop.proof_malformed");
        assertThat(outcome(proof().with(claim, ""))).isEqualTo("dpop.proof_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "post", "POST "})
    @Spec("RFC 9449 §4.3 step 8")
    void refusesAnotherMethod(String method) {
        assertThat(outcome(proof().with("htm", method))).isEqualTo("dpop.request_mismatch");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example/oauth2/token",
                "HTTPS://AS.Example:443/oauth2/token",
                "https://as.example/oauth2/token?a=b#c",
                "https://as.example/x/../oauth2/./token",
                "https://as.example/%6fauth2/token"
            })
    @Spec("RFC 9449 §4.3 step 9")
    void comparesUrlsAfterNormalization(String url) {
        assertThat(outcome(proof().with("htu", url))).isEqualTo("accepted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://as.example/oauth2/token/",
                "https://as.example/oauth2/Token",
                "http://as.example/oauth2/token",
                "https://as.example:8443/oauth2/token",
                "https://user@as.example/oauth2/token",
                "https://as.example.evil.example/oauth2/token",
                "https://as.example/oauth2%2Ftoken",
                "/oauth2/token",
                "not a url"
            })
    @Spec("RFC 9449 §4.3 step 9")
    void refusesAnotherUrl(String url) {
        assertThat(outcome(proof().with("htu", url))).isEqualTo("dpop.request_mismatch");
    }

    @Test
    @Spec("RFC 9449 §4.3 step 11")
    void acceptsAProofFromSixtyFiveSecondsAgoToFiveSecondsAhead() {
        long now = endpoint.clock.instant().getEpochSecond();
        assertThat(outcome(proof().with("iat", now - 65).with("jti", "a"))).isEqualTo("accepted");
        assertThat(outcome(proof().with("iat", now - 66).with("jti", "b"))).isEqualTo("dpop.too_old");
        assertThat(outcome(proof().with("iat", now + 5).with("jti", "c"))).isEqualTo("accepted");
        assertThat(outcome(proof().with("iat", now + 6).with("jti", "d"))).isEqualTo("dpop.too_old");
    }

    @Test
    @Spec("RFC 9449 §11.1")
    void aProofIsPresentedOnceWithItsKey() {
        assertThat(outcome(proof())).isEqualTo("accepted");
        assertThat(outcome(proof())).isEqualTo("dpop.replayed");
        assertThat(outcome(SampleProof.at(endpoint.clock.instant(), OTHER))).isEqualTo("accepted");
    }

    @Test
    void aRefusedRequestSpendsNeitherProofNorAssertion() {
        SampleAssertion expired =
                assertion().with("exp", endpoint.clock.instant().getEpochSecond() - 600);
        assertThat(SampleEndpoint.code(endpoint.exchange(expired, proof().compact())))
                .isEqualTo("assertion.expired");
        SampleAssertion good = assertion();
        assertThat(SampleEndpoint.code(
                        endpoint.exchange(good, proof().with("htm", "GET").compact())))
                .isEqualTo("dpop.request_mismatch");
        assertThat(SampleEndpoint.code(endpoint.exchange(good, proof().compact())))
                .isEqualTo("accepted");
    }

    @Test
    void oneProofPresentedManyTimesAtOnceGivesOneToken() throws Exception {
        var start = new CountDownLatch(1);
        String proof = proof().compact();
        List<SampleAssertion> several =
                IntStream.range(0, 64).mapToObj(_ -> assertion()).toList();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> outcomes = several.stream()
                    .map(assertion -> threads.submit(() -> {
                        start.await();
                        return SampleEndpoint.code(endpoint.exchange(assertion, proof));
                    }))
                    .toList();
            start.countDown();
            int accepted = 0;
            for (Future<String> outcome : outcomes) {
                accepted += outcome.get().equals("accepted") ? 1 : 0;
            }
            assertThat(accepted).isEqualTo(1);
        }
    }

    @Test
    @Spec("RFC 9449 §5")
    void aRefreshTokenStaysBoundToItsKey() {
        endpoint.trust(SampleIssuer.partner(), SampleClient.orders().refreshTokens(Duration.ofHours(8)));
        String first = SampleEndpoint.token(endpoint.exchange(assertion(), proof().compact()))
                .refreshToken()
                .orElseThrow();

        assertThat(refresh(first)).isEqualTo("dpop.key_mismatch");
        assertThat(refresh(
                        first, SampleProof.at(endpoint.clock.instant(), OTHER).compact()))
                .isEqualTo("dpop.key_mismatch");
        TokenResponse next = SampleEndpoint.token(endpoint.answer(
                new RefreshGrant(first), proof().with("jti", "2").compact()));
        assertThat(next.token().confirmation()).isEqualTo(Confirmation.ofJwk(SampleProof.thumbprint()));
    }

    private String refresh(String refreshToken, String... proofs) {
        return SampleEndpoint.code(endpoint.answer(new RefreshGrant(refreshToken), proofs));
    }

    @Test
    void explainsTheProofByTheSameChecks() {
        SampleAssertion good = assertion();
        assertThat(endpoint.explainWith(good, proof().compact()).code()).isEmpty();
        assertThat(endpoint.explainWith(good, proof().with("htm", "GET").compact())
                        .code()
                        .orElseThrow()
                        .value())
                .isEqualTo("dpop.request_mismatch");
        assertThat(endpoint.explainWith(good, proof().signedBy(OTHER))
                        .code()
                        .orElseThrow()
                        .value())
                .isEqualTo("dpop.signature_invalid");
        assertThat(outcome(proof())).isEqualTo("accepted");
        assertThat(endpoint.explainWith(good, proof().compact())
                        .code()
                        .orElseThrow()
                        .value())
                .isEqualTo("dpop.replayed");
        assertThat(endpoint.explainWith(good, "nothing").code().orElseThrow().value())
                .isEqualTo("dpop.proof_malformed");
    }

    @Test
    void anExplanationWithoutProofSaysNothingOfProofs() {
        assertThat(endpoint.explainWith(assertion()).checks())
                .noneMatch(check -> check.code().value().startsWith("dpop"));
    }
}
