package dev.countersign.core.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.fixtures.SampleServer;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of each claim check, on both sides of every boundary. The sample issuer has a skew of 30 s. */
class ClaimCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final long SECOND = NOW.getEpochSecond();

    static String judge(NamedCheck<JwtFacts> check, SampleAssertion assertion, SampleIssuer issuer, Instant now) {
        var read = (Ruling.Granted<UnverifiedJwt>) UnverifiedJwt.read(assertion.compact());
        var profile = IssuerPolicy.of(issuer.build(), SampleServer.RULES).profile();
        var facts = new JwtFacts(read.value(), profile, now);
        return switch (check.judge(facts)) {
            case CheckOutcome.Passed passed -> {
                assertThat(passed.evidence().get().actual()).isNotEmpty();
                yield "passed";
            }
            case CheckOutcome.Skipped _ -> "skipped";
            case CheckOutcome.Failed failed -> failed.rejection().code().value();
        };
    }

    static String judge(NamedCheck<JwtFacts> check, SampleAssertion assertion) {
        return judge(check, assertion, SampleIssuer.partner(), NOW);
    }

    private static SampleAssertion good() {
        return SampleAssertion.at(NOW);
    }

    @Test
    void everyCheckPassesForAGoodAssertion() {
        var demanding = SampleIssuer.partner().issuedAt(new IssuedAtRule(Optional.empty(), Optional.empty(), true));
        assertThat(ClaimChecks.ALL)
                .allSatisfy(check -> assertThat(judge(check, good().with("nbf", SECOND), demanding, NOW))
                        .isEqualTo("passed"));
    }

    @Test
    @Spec("RFC 7523 §3 (2)")
    void refusesAnAssertionWithoutSubject() {
        assertThat(judge(ClaimChecks.SUBJECT_PRESENT, good().without("sub"))).isEqualTo("assertion.claim_missing");
    }

    static List<Object> notTexts() {
        return List.of(
                "",
                "a\u0000",
                "\u0001a",
                "a\nb",
                "a\u0085",
                1L,
                true,
                JsonNull.NULL,
                List.of("alice"),
                Map.of("a", "b"));
    }

    @ParameterizedTest
    @MethodSource("notTexts")
    @Spec("RFC 7523 §3 (2)")
    void refusesASubjectThatIsNoString(Object value) {
        assertThat(judge(ClaimChecks.SUBJECT_PRESENT, good().with("sub", value)))
                .isEqualTo("assertion.claim_malformed");
    }

    @Test
    @Spec("RFC 7523 §3 (3)")
    void refusesAnAssertionWithoutAudience() {
        assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good().without("aud"))).isEqualTo("assertion.claim_missing");
    }

    @ParameterizedTest
    @ValueSource(strings = {SampleServer.ISSUER, SampleServer.TOKEN_ENDPOINT, SampleIssuer.ALIAS})
    @Spec("RFC 10070 §4")
    void acceptsEachOfOurNamesAsAudience(String audience) {
        assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good().with("aud", audience)))
                .isEqualTo("passed");
        assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good().with("aud", List.of("https://other.example", audience))))
                .isEqualTo("passed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                SampleServer.ISSUER + "/",
                "https://AS.example",
                "http://as.example",
                SampleServer.ISSUER + "/oauth2",
                SampleServer.TOKEN_ENDPOINT + "/",
                "https://as.exampl",
                " " + SampleServer.ISSUER
            })
    @Spec("RFC 3986 §6.2.1")
    void refusesAnAudienceThatNearlyFits(String audience) {
        assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good().with("aud", audience)))
                .isEqualTo("assertion.audience_mismatch");
    }

    static List<Object> notAudiences() {
        return List.of(
                "",
                List.of(),
                List.of(List.of(SampleServer.ISSUER)),
                SampleServer.ISSUER + "\u0000",
                List.of(SampleServer.ISSUER, "a\u0000"),
                List.of(SampleServer.ISSUER, 1L),
                List.of(SampleServer.ISSUER, ""),
                List.of(SampleServer.ISSUER, JsonNull.NULL),
                Map.of("aud", SampleServer.ISSUER),
                JsonNull.NULL,
                1L,
                true);
    }

    @ParameterizedTest
    @MethodSource("notAudiences")
    @Spec("RFC 7519 §4.1.3")
    void oneWrongMemberSpoilsTheAudience(Object audience) {
        assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good().with("aud", audience)))
                .isEqualTo("assertion.claim_malformed");
    }

    @Test
    void aSingleAudienceIssuerMayNameNobodyElse() {
        SampleIssuer issuer = SampleIssuer.partner().singleAudience();
        assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good(), issuer, NOW)).isEqualTo("passed");
        assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good().with("aud", List.of(SampleServer.ISSUER)), issuer, NOW))
                .isEqualTo("passed");
        assertThat(judge(
                        ClaimChecks.AUDIENCE_IS_US,
                        good().with("aud", List.of(SampleServer.ISSUER, "https://other.example")),
                        issuer,
                        NOW))
                .isEqualTo("assertion.audience_mismatch");
    }

    @Test
    @Spec("RFC 7523 §3 (4)")
    void refusesAnAssertionWithoutExpiry() {
        assertThat(judge(ClaimChecks.EXPIRY_PRESENT, good().without("exp"))).isEqualTo("assertion.claim_missing");
    }

    @Test
    @Spec("RFC 7523 §3 (4)")
    void refusesFromTheMomentOfExpiryPlusSkew() {
        SampleAssertion assertion = good().with("exp", SECOND);
        SampleIssuer issuer = SampleIssuer.partner();
        assertThat(judge(
                        ClaimChecks.NOT_EXPIRED,
                        assertion,
                        issuer,
                        NOW.plusSeconds(30).minusNanos(1)))
                .isEqualTo("passed");
        assertThat(judge(ClaimChecks.NOT_EXPIRED, assertion, issuer, NOW.plusSeconds(30)))
                .isEqualTo("assertion.expired");
    }

    @Test
    void withoutSkewTheMomentOfExpiryItselfIsTooLate() {
        SampleIssuer strict = SampleIssuer.partner().clockSkew(Duration.ZERO);
        assertThat(judge(ClaimChecks.NOT_EXPIRED, good().with("exp", SECOND + 1), strict, NOW))
                .isEqualTo("passed");
        assertThat(judge(ClaimChecks.NOT_EXPIRED, good().with("exp", SECOND), strict, NOW))
                .isEqualTo("assertion.expired");
    }

    @Test
    @Spec("RFC 7523 §3 (5)")
    void refusesWhatIsNotValidYetBeyondSkew() {
        assertThat(judge(ClaimChecks.ALREADY_VALID, good().with("nbf", SECOND + 30)))
                .isEqualTo("passed");
        assertThat(judge(ClaimChecks.ALREADY_VALID, good().with("nbf", SECOND + 31)))
                .isEqualTo("assertion.not_yet_valid");
        assertThat(judge(ClaimChecks.ALREADY_VALID, good())).isEqualTo("skipped");
    }

    @Test
    @Spec("RFC 7523 §3 (6)")
    void refusesWhatWasIssuedInTheFutureBeyondSkew() {
        assertThat(judge(ClaimChecks.NOT_FROM_THE_FUTURE, good().with("iat", SECOND + 30)))
                .isEqualTo("passed");
        assertThat(judge(ClaimChecks.NOT_FROM_THE_FUTURE, good().with("iat", SECOND + 31)))
                .isEqualTo("assertion.issued_in_future");
        assertThat(judge(ClaimChecks.NOT_FROM_THE_FUTURE, good().without("iat")))
                .isEqualTo("skipped");
    }

    @Test
    @Spec("RFC 7523 §3 (6)")
    void refusesWhatWasIssuedLongerAgoThanTheValidityPeriodAndSkew() {
        long oldest = SECOND - 30 * 60 - 30;
        assertThat(judge(ClaimChecks.FRESH, good().with("iat", oldest))).isEqualTo("passed");
        assertThat(judge(ClaimChecks.FRESH, good().with("iat", oldest - 1))).isEqualTo("assertion.too_old");
        assertThat(judge(ClaimChecks.FRESH, good().without("iat"))).isEqualTo("skipped");
    }

    @Test
    void theIssuersOwnRuleForIatComesBeforeTheServers() {
        SampleAssertion old = good().with("iat", SECOND - 3600);
        var off = new IssuedAtRule(Optional.of(false), Optional.empty());
        var longer = new IssuedAtRule(Optional.empty(), Optional.of(Duration.ofMinutes(60)));
        assertThat(judge(ClaimChecks.FRESH, old)).isEqualTo("assertion.too_old");
        assertThat(judge(ClaimChecks.FRESH, old, SampleIssuer.partner().issuedAt(off), NOW))
                .isEqualTo("skipped");
        assertThat(judge(ClaimChecks.FRESH, old, SampleIssuer.partner().issuedAt(longer), NOW))
                .isEqualTo("passed");
    }

    @Test
    @Spec("RFC 10070 §4")
    void furtherAudiencesOfTheIssuerNameUsAsPlainStrings() {
        SampleIssuer two = SampleIssuer.partner().audiences("client-1", "client-2");
        for (String audience : List.of("client-1", "client-2", SampleIssuer.ALIAS)) {
            assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good().with("aud", audience), two, NOW))
                    .isEqualTo("passed");
        }
        for (String audience : List.of("client-3", "client-", "CLIENT-1", "client-1 ")) {
            assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good().with("aud", audience), two, NOW))
                    .isEqualTo("assertion.audience_mismatch");
        }
        assertThat(judge(ClaimChecks.AUDIENCE_IS_US, good().with("aud", "client-1")))
                .isEqualTo("assertion.audience_mismatch");
    }

    @Test
    void aFutureIatIsRefusedEvenWhenItsAgeIsNotLimited() {
        var off = new IssuedAtRule(Optional.of(false), Optional.empty());
        assertThat(judge(
                        ClaimChecks.NOT_FROM_THE_FUTURE,
                        good().with("iat", SECOND + 31),
                        SampleIssuer.partner().issuedAt(off),
                        NOW))
                .isEqualTo("assertion.issued_in_future");
    }

    @Test
    @Spec("RFC 7523 §3 (4)")
    void refusesAValidityPeriodAboveTheIssuersMaximum() {
        SampleAssertion day = good().with("exp", SECOND + 86_400);
        SampleAssertion longer = good().with("exp", SECOND + 86_401);
        assertThat(judge(ClaimChecks.SHORT_LIVED, day)).isEqualTo("passed");
        assertThat(judge(ClaimChecks.SHORT_LIVED, longer)).isEqualTo("assertion.lifetime_too_long");
        assertThat(judge(ClaimChecks.SHORT_LIVED, day.without("iat"))).isEqualTo("passed");
        assertThat(judge(ClaimChecks.SHORT_LIVED, longer.without("iat"))).isEqualTo("assertion.lifetime_too_long");
    }

    @Test
    @Spec("RFC 7523 §3 (7)")
    void demandsAJtiOnlyWhereTheIssuerMustSendOne() {
        SampleIssuer demanding = SampleIssuer.partner().replay(new ReplayRule(true, false));
        assertThat(judge(ClaimChecks.IDENTIFIED, good().without("jti"))).isEqualTo("skipped");
        assertThat(judge(ClaimChecks.IDENTIFIED, good().without("jti"), demanding, NOW))
                .isEqualTo("assertion.jti_missing");
        assertThat(judge(ClaimChecks.IDENTIFIED, good(), demanding, NOW)).isEqualTo("passed");
    }

    @ParameterizedTest
    @MethodSource("notTexts")
    @Spec("RFC 7519 §4.1.7")
    void refusesAJtiThatIsNoString(Object value) {
        assertThat(judge(ClaimChecks.IDENTIFIED, good().with("jti", value))).isEqualTo("assertion.claim_malformed");
    }

    static List<Object> notDates() {
        return List.of(
                "1800000000",
                "",
                true,
                JsonNull.NULL,
                List.of(SECOND),
                Map.of(),
                -1L,
                253_402_300_800L,
                1L << 53,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                new BigDecimal("1e400"),
                new BigDecimal("1e9999"),
                new BigDecimal("-0.5"),
                new BigDecimal("-1e400"),
                new BigDecimal("253402300800.0"));
    }

    @ParameterizedTest
    @MethodSource("notDates")
    @Spec("RFC 7519 §2")
    void refusesANumericDateOfAnotherForm(Object value) {
        assertThat(judge(ClaimChecks.EXPIRY_PRESENT, good().with("exp", value))).isEqualTo("assertion.claim_malformed");
        assertThat(judge(ClaimChecks.ALREADY_VALID, good().with("nbf", value))).isEqualTo("assertion.claim_malformed");
        assertThat(judge(ClaimChecks.NOT_FROM_THE_FUTURE, good().with("iat", value)))
                .isEqualTo("assertion.claim_malformed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1795435200.999", "1.7954352e9", "17954352e2", "1795435200.0"})
    @Spec("RFC 7519 §2")
    void acceptsNumericDatesWithFractionOrExponent(String number) {
        assertThat(Instant.ofEpochSecond(1_795_435_200L)).isEqualTo(NOW);
        assertThat(judge(ClaimChecks.ALREADY_VALID, good().with("nbf", new BigDecimal(number))))
                .isEqualTo("passed");
    }

    @Test
    void aTinyFractionCostsNothingAndIsTheYear1970() {
        assertThat(judge(ClaimChecks.NOT_EXPIRED, good().with("exp", new BigDecimal("1e-9999"))))
                .isEqualTo("assertion.expired");
    }

    @Test
    void acceptsTheFirstAndTheLastSecondOfTheRange() {
        assertThat(judge(ClaimChecks.EXPIRY_PRESENT, good().with("exp", 0L))).isEqualTo("passed");
        assertThat(judge(ClaimChecks.EXPIRY_PRESENT, good().with("exp", 253_402_300_799L)))
                .isEqualTo("passed");
        assertThat(judge(ClaimChecks.EXPIRY_PRESENT, good().with("exp", new BigDecimal("253402300799.9"))))
                .isEqualTo("passed");
    }

    @Test
    void everyCheckHasATitleAndACode() {
        assertThat(ClaimChecks.ALL).allSatisfy(check -> {
            assertThat(check.title()).isNotBlank().doesNotEndWith(".");
            assertThat(RejectionCode.of(check.code().value())).contains(check.code());
        });
    }
}
