package dev.countersign.core.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.IssuerPolicy;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private static String judge(NamedCheck<JwtFacts> check, String header, SampleIssuer issuer) {
        String compact = SampleAssertion.signed(header, SampleAssertion.at(NOW).claimsJson());
        var read = (Ruling.Granted<UnverifiedJwt>) UnverifiedJwt.read(compact);
        var profile = IssuerPolicy.of(issuer.build(), SampleServer.RULES).profile();
        var facts = new JwtFacts(read.value(), profile, NOW);
        return switch (check.judge(facts)) {
            case CheckOutcome.Passed passed -> {
                assertThat(passed.evidence().get().expected()).isNotEmpty();
                yield "passed";
            }
            case CheckOutcome.Skipped _ -> "skipped";
            case CheckOutcome.Failed failed -> failed.rejection().code().value();
        };
    }

    private static String judgeType(String type, SampleIssuer issuer) {
        return judge(HeaderChecks.TYPE_ALLOWED, "{\"alg\":\"ES256\",\"typ\":\"" + type + "\"}", issuer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "None", "NONE", "HS256", "es256", "ES256 ", "ES256K", "Ed448", "RS1"})
    @Spec("RFC 8725 §3.1")
    void refusesAlgorithmsThatNoIssuerMayUse(String algorithm) {
        assertThat(judge(HeaderChecks.ALGORITHM_ALLOWED, "{\"alg\":\"" + algorithm + "\"}", SampleIssuer.partner()))
                .isEqualTo("assertion.algorithm_not_allowed");
    }

    @Test
    @Spec("RFC 8725 §3.1")
    void acceptsOnlyAlgorithmsOfTheIssuersList() {
        SampleIssuer issuer = SampleIssuer.partner().algorithms(Algorithm.PS256, Algorithm.EDDSA);
        assertThat(judge(HeaderChecks.ALGORITHM_ALLOWED, "{\"alg\":\"PS256\"}", issuer))
                .isEqualTo("passed");
        assertThat(judge(HeaderChecks.ALGORITHM_ALLOWED, "{\"alg\":\"EdDSA\"}", issuer))
                .isEqualTo("passed");
        assertThat(judge(HeaderChecks.ALGORITHM_ALLOWED, "{\"alg\":\"RS256\"}", issuer))
                .isEqualTo("assertion.algorithm_not_allowed");
    }

    @Test
    @Spec("RFC 9864 §2.2")
    void ed25519IsAnotherNameOfEdDsa() {
        SampleIssuer issuer = SampleIssuer.partner().algorithms(Algorithm.EDDSA);
        assertThat(judge(HeaderChecks.ALGORITHM_ALLOWED, "{\"alg\":\"Ed25519\"}", issuer))
                .isEqualTo("passed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ",\"crit\":[\"exp\"],\"exp\":1",
                ",\"crit\":[]",
                ",\"crit\":\"exp\"",
                ",\"crit\":null",
                ",\"crit\":[\"alg\"]",
                ",\"crit\":[\"b64\"],\"b64\":false",
                ",\"b64\":true",
                ",\"crit\":[\"x\",\"x\"],\"x\":1"
            })
    @Spec("RFC 7515 §4.1.11")
    @Spec("RFC 7797 §7")
    void refusesEveryCriticalHeader(String members) {
        assertThat(judge(HeaderChecks.NO_CRITICAL_HEADER, SampleAssertion.headerJson(members), SampleIssuer.partner()))
                .isEqualTo("assertion.critical_header");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "application/jwt", "Application/JWT"})
    @Spec("RFC 7519 §5.2")
    void refusesANestedJwt(String contentType) {
        assertThat(judge(
                        HeaderChecks.NOT_NESTED,
                        SampleAssertion.headerJson(",\"cty\":\"" + contentType + "\""),
                        SampleIssuer.partner()))
                .isEqualTo("assertion.encrypted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"JWT", "jwt", "Jwt", "application/jwt", "APPLICATION/JWT"})
    @Spec("RFC 7515 §4.1.9")
    void acceptsTheOrdinaryTypeInAnyCase(String type) {
        assertThat(judgeType(type, SampleIssuer.partner())).isEqualTo("passed");
    }

    @Test
    void acceptsAnAbsentTypeUnlessTheIssuerHasAList() {
        String header = "{\"alg\":\"ES256\"}";
        assertThat(judge(HeaderChecks.TYPE_ALLOWED, header, SampleIssuer.partner()))
                .isEqualTo("passed");
        assertThat(judge(
                        HeaderChecks.TYPE_ALLOWED,
                        header,
                        SampleIssuer.partner().types("JWT")))
                .isEqualTo("assertion.type_not_allowed");
    }

    @Test
    @Spec("RFC 8725 §3.11")
    void aListOfTypesIsTheWholeList() {
        SampleIssuer issuer = SampleIssuer.partner().types("example+jwt");
        assertThat(judgeType("example+jwt", issuer)).isEqualTo("passed");
        assertThat(judgeType("application/Example+JWT", issuer)).isEqualTo("passed");
        assertThat(judgeType("JWT", issuer)).isEqualTo("assertion.type_not_allowed");
        assertThat(judgeType("example+jwt", SampleIssuer.partner())).isEqualTo("assertion.type_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "at+jwt",
                "application/at+jwt",
                "AT+JWT",
                "dpop+jwt",
                "logout+jwt",
                "secevent+jwt",
                "client-authentication+jwt",
                "token-introspection+jwt",
                "oauth-authz-req+jwt",
                "statuslist+jwt",
                "entity-statement+jwt",
                "oauth-client-attestation+jwt",
                "oauth-client-attestation-pop+jwt",
                "oauth-id-jag+jwt",
                "OAuth-ID-JAG+jwt",
                "application/oauth-id-jag+jwt",
                "oauth-id-jag+jwt; v=1",
                "txntoken+jwt",
                "wimse-id+jwt",
                "kb+jwt",
                "vc+jwt",
                "dc+sd-jwt",
                "okta-internal-at+jwt",
                "application/okta-internal-at+jwt"
            })
    @Spec("RFC 8725 §3.12")
    void neverAcceptsTheTypeOfAnotherToken(String type) {
        assertThat(judgeType(type, SampleIssuer.partner())).isEqualTo("assertion.type_not_allowed");
        assertThat(judgeType(type, SampleIssuer.partner().types(type))).isEqualTo("assertion.type_not_allowed");
        assertThat(JwtProfile.Types.isOfAnotherKind(type)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"kid", "typ", "cty"})
    void anOptionalMemberThatIsNullIsAbsent(String member) {
        String header = SampleAssertion.headerJson("").replaceFirst(",\"kid\":\"[^\"]*\"", "");
        String withNull = header.substring(0, header.length() - 1) + ",\"" + member + "\":null}";
        assertThat(judge(HeaderChecks.TYPE_ALLOWED, withNull, SampleIssuer.partner()))
                .isEqualTo("passed");
        assertThat(judge(HeaderChecks.NOT_NESTED, withNull, SampleIssuer.partner()))
                .isEqualTo("passed");
    }

    private static String hint(String algorithm, SampleIssuer issuer) {
        var read = (Ruling.Granted<UnverifiedJwt>) UnverifiedJwt.read(SampleAssertion.signed(
                "{\"alg\":\"" + algorithm + "\"}", SampleAssertion.at(NOW).claimsJson()));
        var profile = IssuerPolicy.of(issuer.build(), SampleServer.RULES).profile();
        var facts = new JwtFacts(read.value(), profile, NOW);
        return ((CheckOutcome.Failed) HeaderChecks.ALGORITHM_ALLOWED.judge(facts))
                .rejection()
                .evidence()
                .hint();
    }

    @Test
    void theHintAddsNoAlgorithmThatIsNeverAccepted() {
        SampleIssuer issuer = SampleIssuer.partner().algorithms(Algorithm.ES256);
        assertThat(hint("RS256", issuer)).contains("Add RS256");
        assertThat(hint("HS512", issuer)).contains("never accepted").doesNotContain("Add ");
        assertThat(hint("none", issuer)).contains("never accepted").doesNotContain("Add ");
        assertThat(hint("es256", issuer)).contains("write it ES256").doesNotContain("Add ");
        assertThat(hint("ES256K", issuer)).contains("does not implement").doesNotContain("Add ");
    }
}
