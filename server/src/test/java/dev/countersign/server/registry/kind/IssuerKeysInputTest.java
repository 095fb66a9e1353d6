package dev.countersign.server.registry.kind;

import static dev.countersign.server.registry.change.ManagementFixture.administrator;
import static dev.countersign.server.registry.change.ManagementFixture.done;
import static dev.countersign.server.registry.change.ManagementFixture.problems;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.keys.KeySource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.ExpectedVersion;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.Saved;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.Pem;
import dev.countersign.server.registry.change.TestJson;
import dev.countersign.server.registry.trust.Edit;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class IssuerKeysInputTest {
    private final ManagementFixture management = new ManagementFixture();
    private final Instant now = management.clock.instant();
    private final String valid = Pem.certificate("valid", now.minusSeconds(60), now.plus(Duration.ofDays(1)));
    private final String expired = Pem.certificate("expired", now.minusSeconds(600), now.minusSeconds(60));

    @Test
    void keepsOneCertificateAsItWasPasted() {
        Saved<TrustedIssuer> saved = done(register("certificates", List.of(valid)));

        assertThat(saved.value().verification().keys()).isEqualTo(new KeySource.Certificates(List.of(valid)));
        assertThat(saved.warnings()).isEmpty();
    }

    @Test
    void listsEachCertificateOfAChain() {
        String other = Pem.certificate("other", now.minusSeconds(60), now.plus(Duration.ofDays(1)));

        Saved<TrustedIssuer> saved = done(register("certificates", List.of(valid + other)));

        assertThat(saved.value().verification().keys()).isEqualTo(new KeySource.Certificates(List.of(valid, other)));
    }

    @Test
    void keepsAnExpiredCertificateBesideAUsableOneWithAWarning() {
        Saved<TrustedIssuer> saved = done(register("certificates", List.of(valid, expired)));

        assertThat(saved.warnings()).extracting(Problem::pointer).containsExactly("/keys/certificates/1");
        assertThat(saved.warnings().getFirst().detail()).contains("expired");
    }

    @Test
    void refusesCertificatesOfWhichNoneIsUsable() {
        assertThat(problems(register("certificates", List.of(expired))))
                .containsExactly("/keys/certificates/0 unusable_key", "/keys/certificates unusable_key");
    }

    @Test
    void saysThatAPrivateKeyIsOneAndDoesNotQuoteIt() {
        String key = Pem.privateKey();

        var outcome = register("certificates", List.of(valid, key));

        Problem problem = ((Outcome.Invalid<?>) outcome).problems().getFirst();
        assertThat(problem.pointer()).isEqualTo("/keys/certificates/1");
        assertThat(problem.detail()).contains("private key").doesNotContain(key.substring(40, 60));
    }

    @ParameterizedTest
    @CsvSource({
        "https://idp_1.internal/jwks, https://idp_1.internal/jwks",
        "https://bücher.example/jwks?a=b, https://xn--bcher-kva.example/jwks?a=b",
        "https://bücher.example:8443/ä, https://xn--bcher-kva.example:8443/%C3%A4",
        "https://Keys.Example./jwks, https://Keys.Example./jwks",
        "https://keys.example/a%20b, https://keys.example/a%20b"
    })
    void savesEveryUrlThatCanBeFetched(String url, String saved) {
        assertThat(done(register(url)).value().verification().keys())
                .isEqualTo(new KeySource.JwksUrl(URI.create(saved)));
    }

    @ParameterizedTest
    @CsvSource({
        "https://keys.example/jwks?a=b c, the URL holds a space; write %20.",
        "https://keys.example/{tenant}/jwks, 'the URL holds {, which has to be written as %7B.'",
        "keys.example/jwks, the URL does not begin with https://.",
        "https:///jwks, the URL has no valid host.",
        "https://keys$example/jwks, the URL has no valid host.",
        "https://keys.example:99999/jwks, the URL has no valid port.",
        "https://me:hunter2@keys.example/jwks, the URL holds a user name or a password.",
        "https://keys.example/jwks#top, the URL has a fragment (#…).",
        "https://keys.example/%zz, the URL cannot be read at its character 22."
    })
    void saysWhatIsWrongWithAUrl(String url, String detail) {
        Problem problem = ((Outcome.Invalid<?>) register(url)).problems().getFirst();

        assertThat(problem.pointer()).isEqualTo("/keys/jwks_url");
        assertThat(problem.detail()).endsWith(detail).doesNotContain("hunter2");
    }

    private Outcome<Saved<TrustedIssuer>> register(String url) {
        return management
                .useCases
                .issuers()
                .register(
                        administrator(),
                        TestJson.with(ManagementFixture.issuer("partner"), "keys", Map.of("jwks_url", url)));
    }

    @Test
    void saysWhyTheOnlyCertificateIsOfNoUse() {
        String later = Pem.certificate("later", now.plusSeconds(60), now.plus(Duration.ofDays(1)));

        assertThat(((Outcome.Invalid<?>) register("certificates", List.of(expired)))
                        .problems()
                        .getFirst()
                        .detail())
                .contains("expired at");
        assertThat(((Outcome.Invalid<?>) register("certificates", List.of(later)))
                        .problems()
                        .getFirst()
                        .detail())
                .contains("is not valid before");
    }

    @Test
    void keepsNothingThatStandsAroundACertificate() {
        Saved<TrustedIssuer> saved = done(register("certificates", List.of("Bag Attributes\n" + valid + "the rest")));

        assertThat(saved.value().verification().keys()).isEqualTo(new KeySource.Certificates(List.of(valid)));
    }

    @Test
    void refusesPrivateMembersOfAJwkSetByName() {
        Map<String, Object> set = TestJson.object("{'keys':[{'kty':'oct','kid':'a','k':'c2VjcmV0'}]}");

        var outcome = register("jwks", set);

        assertThat(problems(outcome)).contains("/keys/jwks/keys/0/k unusable_key");
        assertThat(outcome.toString()).doesNotContain("c2VjcmV0");
    }

    @Test
    void givesAJwkSetBackAsItWasGiven() {
        Map<String, Object> set = TestJson.object(ManagementFixture.jwks());

        Saved<TrustedIssuer> saved = done(register("jwks", set));

        assertThat(IssuerFields.document(saved.value())).containsEntry("keys", Map.of("jwks", set));
    }

    @Test
    void disablesAnIssuerAllOfWhoseCertificatesHaveExpiredMeanwhile() {
        TrustedIssuer issuer = done(register("certificates", List.of(valid))).value();
        management.clock.advance(Duration.ofDays(2));

        Saved<TrustedIssuer> saved = done(management
                .useCases
                .issuers()
                .change(
                        administrator(),
                        issuer.id(),
                        new ExpectedVersion.Any(),
                        new Edit.Merge(TestJson.object("{'enabled':false}"))));

        assertThat(saved.value().enabled()).isFalse();
        assertThat(saved.warnings()).extracting(Problem::code).contains("unusable_key");
    }

    private Outcome<Saved<TrustedIssuer>> register(String kind, Object keys) {
        return management
                .useCases
                .issuers()
                .register(
                        administrator(),
                        TestJson.with(ManagementFixture.issuer("partner"), "keys", Map.of(kind, keys)));
    }
}
