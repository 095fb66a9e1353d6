package dev.countersign.core.rejection;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.oauth.ErrorCode;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests of the public part and of the evidence of every refusal. */
class OAuthErrorTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final IssuerId PARTNER = new IssuerId("issuer-1");
    private static final Duration SKEW = Duration.ofSeconds(30);

    private static final String HOSTILE = "\"><script>\r\n\\é";

    /** One of every reason, by hostile values where a reason quotes some. */
    static List<Rejection> everyRejection() {
        return Stream.of(ofRequests(), ofAssertions(), ofPossession(), ofRefreshTokens(), ofPolicies())
                .flatMap(List::stream)
                .toList();
    }

    private static List<Rejection> ofRequests() {
        return List.of(
                new RequestRejection.Malformed("problem"),
                new RequestRejection.ParameterRepeated("scope"),
                new RequestRejection.GrantTypeMissing(),
                new RequestRejection.GrantTypeUnsupported(HOSTILE),
                new RequestRejection.AssertionMissing(),
                new RequestRejection.RefreshTokenMissing(),
                new RequestRejection.TooLarge(65_536),
                new RequestRejection.ScopeMalformed(),
                new RequestRejection.SubjectTokenMissing(),
                new RequestRejection.TokenTypeUnsupported("subject_token_type", HOSTILE, List.of("a")),
                new RequestRejection.ActorTokenTypeWithoutToken(),
                new RequestRejection.AuthorizationDetailsUnsupported("the claim authorization_details"),
                new ClientRejection.Unauthenticated(ClientRejection.Failure.SECRET_WRONG),
                new ClientRejection.ControlCharacter('\n'),
                new ClientRejection.NoDefaultApplication("partner", "the issuer is disabled", "Enable it."),
                new ClientRejection.Throttled(Duration.ofSeconds(2)),
                new ClientRejection.GrantNotAllowed(GrantType.JWT_BEARER, Set.of()),
                new IssuerRejection.Unknown(new IssuerIdentifier(HOSTILE), Optional.empty()),
                new IssuerRejection.Disabled(PARTNER, "partner"),
                new IssuerRejection.NotAllowedForClient(PARTNER, "partner"),
                new IssuerRejection.IsOurselves(),
                new DependencyRejection.IssuerKeysUnavailable("partner", "timed out", Duration.ofSeconds(5)));
    }

    private static List<Rejection> ofAssertions() {
        return List.of(
                new AssertionRejection.Malformed("problem"),
                new AssertionRejection.Encrypted("a JWE"),
                new AssertionRejection.AlgorithmNotAllowed(HOSTILE, List.of("RS256"), false),
                new AssertionRejection.CriticalHeader("crit"),
                new AssertionRejection.TypeNotAllowed(HOSTILE, List.of("JWT"), false),
                new AssertionRejection.KeyNotFound(HOSTILE, List.of("kid a"), "fetched 3 s ago"),
                new AssertionRejection.KeyUnusable("kid a", "too weak"),
                new AssertionRejection.SignatureInvalid(List.of("kid a")),
                new AssertionRejection.ClaimMissing("sub"),
                new AssertionRejection.ClaimMalformed("sub", "a string", "a number"),
                new AssertionRejection.ClaimNotAllowed(ForeignClaim.CONFIRMATION),
                new AssertionRejection.AudienceMismatch(List.of("https://as.example"), List.of(HOSTILE), false),
                new AssertionTimeRejection.Expired(NOW.minusSeconds(45), NOW, SKEW),
                new AssertionTimeRejection.NotYetValid(NOW.plusSeconds(45), NOW, SKEW),
                new AssertionTimeRejection.IssuedInFuture(NOW.plusSeconds(45), NOW, SKEW),
                new AssertionTimeRejection.TooOld(NOW.minusSeconds(9000), NOW, Duration.ofMinutes(30), SKEW),
                new AssertionRejection.LifetimeTooLong(Duration.ofDays(2), Duration.ofDays(1)),
                new AssertionRejection.ClientMismatch(Optional.of("orders-client"), HOSTILE),
                new AssertionRejection.JtiMissing(),
                new AssertionRejection.Replayed("jti a", NOW));
    }

    private static List<Rejection> ofPossession() {
        return List.of(
                new DpopRejection.ProofMissing(),
                new DpopRejection.Malformed("the claim jti", "no jti"),
                new DpopRejection.SignatureInvalid("EC P-256", false),
                new DpopRejection.RequestMismatch("htu", "https://as.example/oauth2/token", HOSTILE),
                new DpopRejection.TooOld(NOW.minusSeconds(90), NOW, Duration.ofSeconds(60), Duration.ofSeconds(5)),
                new DpopRejection.Replayed("jti a", NOW),
                new DpopRejection.NonceRequired(false),
                new DpopRejection.KeyMismatch("the key a", "no proof of possession"),
                new CertificateRejection.Missing(),
                new CertificateRejection.Mismatch("a certificate with the host name a", HOSTILE));
    }

    private static List<Rejection> ofRefreshTokens() {
        return List.of(
                new RefreshTokenRejection.Unknown(),
                new RefreshTokenRejection.OfAnotherClient(new FamilyId("family-1"), HOSTILE),
                new RefreshTokenRejection.Expired(new FamilyId("family-1"), NOW),
                new RefreshTokenRejection.Revoked(new FamilyId("family-1")),
                new RefreshTokenRejection.Reused(new FamilyId("family-1")));
    }

    private static List<Rejection> ofPolicies() {
        return List.of(
                new PolicyRejection.SubjectChanged(HOSTILE, "partner:bob"),
                new PolicyRejection.ConditionFailed("claims.a == 1", "false"),
                new PolicyRejection.SubjectBlocked("alice"),
                new PolicyRejection.ActorNotAllowed("robot", HOSTILE),
                new ExchangeRejection.Unusable("a live token", HOSTILE),
                new PolicyRejection.SubjectNotMapped("email", "absent"),
                new PolicyRejection.SubjectOfAnother(HOSTILE, "the client id of an application"),
                new PolicyRejection.ScopeNotAllowed(ScopeSet.of(List.of("a")), ScopeSet.EMPTY),
                new PolicyRejection.ResourceNotAllowed(HOSTILE, List.of("https://api.example")),
                new DependencyRejection.StoreUnavailable(Duration.ofSeconds(1)),
                new DependencyRejection.SigningUnavailable("the module is away", Duration.ofSeconds(1)),
                new DependencyRejection.ServerOverloaded(Duration.ofSeconds(1)));
    }

    @Test
    void everyCodeHasAReasonThatGivesIt() {
        assertThat(everyRejection()).extracting(Rejection::code).contains(RejectionCode.values());
    }

    @Test
    void theAnswerOfEachCodeIsThePromisedOne() {
        Map<String, String> answers = new TreeMap<>();
        for (Rejection rejection : everyRejection()) {
            OAuthError error = OAuthError.of(rejection);
            answers.put(
                    rejection.code().value(),
                    error.status() + " " + error.error().value());
        }
        assertThat(answers)
                .containsEntry("dpop.proof_missing", "400 invalid_dpop_proof")
                .containsEntry("dpop.proof_malformed", "400 invalid_dpop_proof")
                .containsEntry("dpop.signature_invalid", "400 invalid_dpop_proof")
                .containsEntry("dpop.request_mismatch", "400 invalid_dpop_proof")
                .containsEntry("dpop.too_old", "400 invalid_dpop_proof")
                .containsEntry("dpop.replayed", "400 invalid_dpop_proof")
                .containsEntry("dpop.nonce_required", "400 use_dpop_nonce")
                .containsEntry("dpop.key_mismatch", "400 invalid_grant")
                .containsEntry("client.certificate_missing", "401 invalid_client")
                .containsEntry("client.certificate_mismatch", "401 invalid_client")
                .containsEntry("request.malformed", "400 invalid_request")
                .containsEntry("request.parameter_repeated", "400 invalid_request")
                .containsEntry("request.grant_type_missing", "400 invalid_request")
                .containsEntry("request.grant_type_unsupported", "400 unsupported_grant_type")
                .containsEntry("request.assertion_missing", "400 invalid_request")
                .containsEntry("request.refresh_token_missing", "400 invalid_request")
                .containsEntry("refresh_token.unknown", "400 invalid_grant")
                .containsEntry("refresh_token.expired", "400 invalid_grant")
                .containsEntry("refresh_token.revoked", "400 invalid_grant")
                .containsEntry("refresh_token.reused", "400 invalid_grant")
                .containsEntry("request.too_large", "413 invalid_request")
                .containsEntry("request.scope_malformed", "400 invalid_scope")
                .containsEntry("request.authorization_details_unsupported", "400 invalid_authorization_details")
                .containsEntry("client.unauthenticated", "401 invalid_client")
                .containsEntry("client.throttled", "429 temporarily_unavailable")
                .containsEntry("client.grant_not_allowed", "400 unauthorized_client")
                .containsEntry("issuer.keys_unavailable", "503 temporarily_unavailable")
                .containsEntry("policy.condition_failed", "400 invalid_grant")
                .containsEntry("policy.subject_not_mapped", "400 invalid_grant")
                .containsEntry("policy.scope_not_allowed", "400 invalid_scope")
                .containsEntry("policy.resource_not_allowed", "400 invalid_target")
                .containsEntry("store.unavailable", "503 temporarily_unavailable")
                .containsEntry("server.overloaded", "503 temporarily_unavailable");
        assertThat(answers.entrySet())
                .filteredOn(answer -> answer.getKey().startsWith("assertion."))
                .hasSize(20)
                .allSatisfy(answer -> assertThat(answer.getValue()).isEqualTo("400 invalid_grant"));
    }

    @Test
    void aResourceInTheAssertionIsAnsweredLikeTheAssertionItself() {
        OAuthError error =
                OAuthError.of(new PolicyRejection.ClaimedResourceNotAllowed(HOSTILE, List.of("https://api.example")));

        assertThat(error.error()).isEqualTo(ErrorCode.INVALID_GRANT);
        assertThat(error.status()).isEqualTo(400);
    }

    @Test
    @Spec("RFC 8693 §2.2.2")
    void theAnswersOfTokenExchangeAreThePromisedOnes() {
        assertThat(everyRejection())
                .filteredOn(
                        rejection -> rejection.code().value().matches("request[.](subject|actor|token).*|token[.].*"))
                .hasSize(4)
                .allSatisfy(rejection ->
                        assertThat(OAuthError.of(rejection).error()).isEqualTo(ErrorCode.INVALID_REQUEST));
        assertThat(OAuthError.of(new PolicyRejection.ActorNotAllowed("robot", "another"))
                        .error())
                .isEqualTo(ErrorCode.INVALID_GRANT);
    }

    @Test
    @Spec("RFC 8693 §2.2.2")
    void everyFaultOfASubjectTokenIsTheSameInvalidRequest() {
        assertThat(List.of(
                        new ExchangeRejection.NotAccepted(
                                new IssuerRejection.Unknown(new IssuerIdentifier(HOSTILE), Optional.empty())),
                        new ExchangeRejection.NotAccepted(new IssuerRejection.NotForExchange(PARTNER, "partner")),
                        new ExchangeRejection.NotAccepted(new AssertionRejection.Replayed("jti a", NOW)),
                        new ExchangeRejection.Unusable("a live token", "another text")))
                .extracting(OAuthError::of)
                .containsOnly(new OAuthError(
                        ErrorCode.INVALID_REQUEST,
                        400,
                        "The subject token or the actor token was not accepted.",
                        Optional.empty()));
    }

    @Test
    void anUnknownADisabledAndANotAllowedIssuerLookTheSame() {
        assertThat(List.of(
                        new IssuerRejection.Unknown(new IssuerIdentifier("https://nobody.example"), Optional.empty()),
                        new IssuerRejection.Disabled(PARTNER, "partner"),
                        new IssuerRejection.NotAllowedForClient(PARTNER, "partner"),
                        new IssuerRejection.IsOurselves()))
                .extracting(OAuthError::of)
                .containsOnly(new OAuthError(
                        ErrorCode.INVALID_GRANT,
                        400,
                        "The issuer of the assertion is not trusted for this client.",
                        Optional.empty()));
    }

    @ParameterizedTest
    @MethodSource("everyRejection")
    @Spec("RFC 6749 §5.2")
    void theDescriptionEchoesNothingAndUsesOnlyAllowedCharacters(Rejection rejection) {
        OAuthError error = OAuthError.of(rejection);
        assertThat(error.description())
                .matches("[\\x20-\\x21\\x23-\\x5B\\x5D-\\x7E]+")
                .doesNotContain("script");
    }

    @ParameterizedTest
    @MethodSource("everyRejection")
    void whatPassesByItselfSaysWhen(Rejection rejection) {
        OAuthError error = OAuthError.of(rejection);
        assertThat(error.retryAfter().isPresent()).isEqualTo(error.status() == 503 || error.status() == 429);
    }

    @ParameterizedTest
    @MethodSource("everyRejection")
    void theEvidenceSaysWhatWasExpectedWhatWasThereAndWhatToDo(Rejection rejection) {
        Evidence evidence = rejection.evidence();
        assertThat(evidence.expected()).isNotBlank();
        assertThat(evidence.actual()).isNotBlank();
        assertThat(evidence.hint()).isNotBlank();
    }

    @Test
    void theEvidenceOfATimeTellsTheMeasuredDifference() {
        Evidence evidence = new AssertionTimeRejection.Expired(NOW.minusSeconds(45), NOW, SKEW).evidence();
        assertThat(evidence.actual()).isEqualTo("2026-11-23T11:59:15Z, 45 s before our clock");
        assertThat(evidence.expected()).isEqualTo("exp after 2026-11-23T11:59:30Z (clock skew 30 s)");
    }

    @Test
    void theHintNamesTheAudienceThatNearlyFits() {
        assertThat(hint("https://as.example/")).contains("only by a trailing slash");
        assertThat(hint("https://AS.example")).contains("only by letter case");
        assertThat(hint("http://as.example")).contains("only by the scheme");
        assertThat(hint("https://other.example")).isEqualTo(RejectionCode.ASSERTION_AUDIENCE_MISMATCH.remedy());
    }

    private static String hint(String actual) {
        return new AssertionRejection.AudienceMismatch(List.of("https://as.example"), List.of(actual), false)
                .evidence()
                .hint();
    }

    @Test
    void longValuesAreShortenedInEvidence() {
        assertThat(new Evidence("e", "x".repeat(100_000), "h").actual().length())
                .isLessThan(500);
    }

    @Test
    void anAssertionInTheWrongPlaceIsNotQuoted() {
        String assertion = "eyJhbGciOiJub25lIn0.".repeat(10);
        assertThat(new RequestRejection.ParameterRepeated(assertion).evidence().actual())
                .doesNotContain("eyJ");
        assertThat(new RequestRejection.GrantTypeUnsupported(assertion)
                        .evidence()
                        .actual())
                .doesNotContain("eyJ");
        assertThat(new RequestRejection.ParameterRepeated("scope").evidence().actual())
                .startsWith("scope");
    }

    private static String unknown(String registered, String met) {
        return new IssuerRejection.Unknown(new IssuerIdentifier(met), NearMiss.among(List.of(registered), met))
                .evidence()
                .hint();
    }

    @Test
    void theHintTellsTheVersionsOfEntrasTokensApart() {
        String version1 = "https://sts.windows.net/72f988bf-86f1-41af-91ab-2d7cd011db47/";
        String version2 = "https://login.microsoftonline.com/72f988bf-86f1-41af-91ab-2d7cd011db47/v2.0";
        assertThat(unknown(version2, version1)).contains("requestedAccessTokenVersion");
        assertThat(unknown(version1, version2)).contains("version 2.0");
        assertThat(unknown(version2, "https://sts.windows.net/another-tenant/"))
                .isEqualTo(RejectionCode.ISSUER_UNKNOWN.remedy());
    }

    @Test
    void aClientAssertionIsNotAdvisedToChangeAnIssuer() {
        var audience = new ClientRejection.AssertionNotAccepted(new AssertionRejection.AudienceMismatch(
                List.of("https://as.example"), List.of("https://as.example/oauth2/token"), true));
        assertThat(audience.evidence().hint()).contains("RFC 10070 §4").doesNotContain("alias");
        var algorithm = new ClientRejection.AssertionNotAccepted(
                new AssertionRejection.AlgorithmNotAllowed("HS256", List.of("RS256"), false));
        assertThat(algorithm.evidence().hint()).contains("token_endpoint_auth_signing_alg");
    }
}
