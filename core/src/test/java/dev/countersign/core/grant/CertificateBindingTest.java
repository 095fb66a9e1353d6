package dev.countersign.core.grant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.explain.CheckReport;
import dev.countersign.core.explain.ExplainRequest;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleEndpoint;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.jose.certificate.CertificateName;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.OAuthError;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests of tokens that are bound to the certificate of the client. */
@Spec("RFC 8705 §3")
class CertificateBindingTest {
    private static final RequestedAccess SAME = new RequestedAccess(Optional.empty(), List.of());

    private static Optional<ClientCertificate> ours;
    private static Optional<ClientCertificate> other;

    private final SampleEndpoint endpoint = SampleEndpoint.of(SampleIssuer.partner(), binding());

    @BeforeAll
    static void issue() throws Exception {
        ours = Optional.of(certificate());
        other = Optional.of(certificate());
    }

    private static ClientCertificate certificate() throws Exception {
        return new ClientCertificate(
                CertificateRequest.of("CN=client").selfSigned().certificate(), List.of());
    }

    private static SampleClient ordinary() {
        return SampleClient.orders().refreshTokens(Duration.ofHours(8));
    }

    private static SampleClient binding() {
        return ordinary().bindingCertificates();
    }

    private Ruling<TokenResponse> answer(Grant grant, Optional<ClientCertificate> certificate) {
        return endpoint.answer(
                Ruling.granted(new TokenRequest(SampleClient.credentials(), grant, SAME, List.of(), certificate)));
    }

    private Ruling<TokenResponse> exchange(Optional<ClientCertificate> certificate) {
        return answer(new JwtBearerGrant(endpoint.assertion().compact()), certificate);
    }

    private static Confirmation confirmation(Optional<ClientCertificate> certificate) {
        return Confirmation.ofCertificate(certificate.orElseThrow().thumbprint());
    }

    private static void assertRefused(Ruling<TokenResponse> ruling, String code, int status, String error) {
        assertThat(ruling).isInstanceOfSatisfying(Ruling.Refused.class, refused -> {
            Rejection rejection = refused.rejection();
            assertThat(rejection.code().value()).isEqualTo(code);
            assertThat(OAuthError.of(rejection).status()).isEqualTo(status);
            assertThat(OAuthError.of(rejection).error().value()).isEqualTo(error);
        });
    }

    @Test
    void areBoundToTheCertificateThatIsShown() {
        TokenResponse response = SampleEndpoint.token(exchange(ours));

        assertThat(response.token().confirmation()).isEqualTo(confirmation(ours));
        assertThat(response.token().confirmation().tokenType()).isEqualTo("Bearer");
    }

    @Test
    @Spec("RFC 8705 §3.4")
    void areRefusedWithoutOneAndNothingIsSpent() {
        assertRefused(exchange(Optional.empty()), "client.certificate_missing", 400, "invalid_request");
        assertThat(endpoint.ledger.replayKeys()).isEmpty();
        assertThat(SampleEndpoint.code(exchange(ours))).isEqualTo("accepted");
    }

    @Test
    void areNotBoundUnlessTheApplicationSaysSo() {
        endpoint.trust(SampleIssuer.partner(), ordinary());

        assertThat(SampleEndpoint.token(exchange(ours)).token().confirmation()).isEqualTo(Confirmation.NONE);
    }

    @Test
    @Spec("RFC 8705 §4")
    void areRefreshedWithTheSameCertificateAlone() {
        String first = SampleEndpoint.token(exchange(ours)).refreshToken().orElseThrow();

        assertRefused(answer(new RefreshGrant(first), other), "client.certificate_mismatch", 400, "invalid_grant");
        assertRefused(
                answer(new RefreshGrant(first), Optional.empty()),
                "client.certificate_missing",
                400,
                "invalid_request");
        TokenResponse second = SampleEndpoint.token(answer(new RefreshGrant(first), ours));
        assertThat(second.token().confirmation()).isEqualTo(confirmation(ours));
    }

    @Test
    @Spec("RFC 8705 §4")
    void stayBoundWhenTheApplicationNoLongerAsksForIt() {
        String first = SampleEndpoint.token(exchange(ours)).refreshToken().orElseThrow();
        endpoint.trust(SampleIssuer.partner(), ordinary());

        assertRefused(
                answer(new RefreshGrant(first), Optional.empty()), "client.certificate_mismatch", 400, "invalid_grant");
        TokenResponse second = SampleEndpoint.token(answer(new RefreshGrant(first), ours));
        assertThat(second.token().confirmation()).isEqualTo(confirmation(ours));
    }

    @Test
    void anExplanationSaysThatItCannotSeeTheCertificate() {
        Explanation explanation =
                explain(new JwtBearerGrant(endpoint.assertion().compact()));

        assertThat(explanation.code()).isEmpty();
        assertThat(explanation.assumesCertificate()).isTrue();
        assertSkipped(explanation, "client.certificate_missing");
        endpoint.trust(SampleIssuer.partner(), ordinary());
        Explanation free = explain(new JwtBearerGrant(endpoint.assertion().compact()));
        assertThat(free.assumesCertificate()).isFalse();
        assertThat(free.checks()).noneMatch(check -> check.code().value().startsWith("client.certificate"));
    }

    @Test
    void anExplanationOfARefreshCannotSeeTheCertificateEither() {
        String first = SampleEndpoint.token(exchange(ours)).refreshToken().orElseThrow();
        endpoint.trust(SampleIssuer.partner(), ordinary());

        Explanation explanation = explain(new RefreshGrant(first));

        assertThat(explanation.code()).isEmpty();
        assertThat(explanation.assumesCertificate()).isTrue();
        assertSkipped(explanation, "client.certificate_mismatch");
    }

    @Test
    void anExplanationOfAClientWithACertificateMakesNoClaimAboutIt() {
        endpoint.trust(
                SampleIssuer.partner(),
                SampleClient.orders().certified(CertificateName.Kind.SAN_DNS, "client.example"));

        Explanation explanation =
                explain(new JwtBearerGrant(endpoint.assertion().compact()));

        assertThat(explanation.code()).isEmpty();
        assertThat(explanation.assumesCertificate()).isTrue();
        assertSkipped(explanation, "client.certificate_missing", "client.certificate_mismatch");
        assertThat(explanation.checks().toString()).contains("its certificate is not part of this dry run");
    }

    private Explanation explain(Grant grant) {
        return endpoint.explain(new ExplainRequest(
                grant, Optional.of(new ClientId(SampleClient.CLIENT_ID)), Optional.empty(), List.of(), List.of()));
    }

    private static void assertSkipped(Explanation explanation, String... codes) {
        assertThat(explanation.checks())
                .filteredOn(check -> check.code().value().startsWith("client.certificate"))
                .allSatisfy(check -> {
                    assertThat(check.status()).isEqualTo(CheckReport.Status.SKIPPED);
                    assertThat(check.note())
                            .contains("Not judged: an explanation has no connection that could show a certificate.");
                })
                .extracting(check -> check.code().value())
                .containsExactly(codes);
    }
}
