package dev.countersign.server.console.fix;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.fixtures.SampleClient;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FixesTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

    private final TrustedIssuer issuer = SampleIssuer.partner().build();
    private final String connection = "/connections/" + issuer.id().value();

    private Optional<Fix> fix(RejectionCode code, Map<String, Object> header, Map<String, Object> claims) {
        return Fixes.of(
                new Refusal(code, Optional.of(issuer), Optional.empty(), header, claims, Optional.empty(), NOW));
    }

    private static Optional<String> path(Optional<Fix> fix) {
        return fix.flatMap(Fix::path);
    }

    @ParameterizedTest
    @CsvSource({
        "1, 10",
        "9, 10",
        "10, 20",
        "299, 300",
    })
    void theProposedClockSkewCoversTheMeasuredDifference(long ahead, long proposed) {
        assertThat(path(fix(
                        RejectionCode.ASSERTION_ISSUED_IN_FUTURE,
                        Map.of(),
                        Map.of("iat", NOW.plusSeconds(ahead).getEpochSecond()))))
                .contains(connection + "/policy?%2Fclock_skew_seconds=" + proposed);
    }

    @Test
    void aDifferenceThatNoClockHasIsNotMended() {
        long most = TrustedIssuer.GREATEST_CLOCK_SKEW.toSeconds();

        assertThat(path(fix(
                        RejectionCode.ASSERTION_NOT_YET_VALID,
                        Map.of(),
                        Map.of("nbf", NOW.plusSeconds(most - 1).getEpochSecond()))))
                .isPresent();
        assertThat(path(fix(
                        RejectionCode.ASSERTION_NOT_YET_VALID,
                        Map.of(),
                        Map.of("nbf", NOW.plusSeconds(most).getEpochSecond()))))
                .isEmpty();
        assertThat(path(fix(RejectionCode.ASSERTION_NOT_YET_VALID, Map.of(), Map.of("nbf", 1e300))))
                .contains(connection + "/policy");
    }

    @Test
    void aLifetimeOfMoreThanADayIsNotProposed() {
        long now = NOW.getEpochSecond();

        assertThat(path(fix(
                        RejectionCode.ASSERTION_LIFETIME_TOO_LONG, Map.of(), Map.of("iat", now, "exp", now + 86_400))))
                .contains(connection + "/policy?%2Fmax_lifetime_seconds=86400");
        assertThat(path(fix(
                        RejectionCode.ASSERTION_LIFETIME_TOO_LONG, Map.of(), Map.of("iat", now, "exp", now + 86_401))))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"none", "HS256", "RSA1_5", "''"})
    void anAlgorithmThatProvesNothingIsNeverProposed(String alg) {
        Optional<Fix> fix = fix(RejectionCode.ASSERTION_ALGORITHM_NOT_ALLOWED, Map.of("alg", alg), Map.of());

        assertThat(fix).isPresent();
        assertThat(path(fix)).isEmpty();
    }

    @Test
    void aKnownAlgorithmIsProposedBesideTheAllowedOnes() {
        assertThat(path(fix(RejectionCode.ASSERTION_ALGORITHM_NOT_ALLOWED, Map.of("alg", "PS512"), Map.of())))
                .get()
                .asString()
                .startsWith(connection + "/policy?%2Falgorithms=")
                .endsWith("%2Falgorithms=PS512");
    }

    @Test
    void anAudienceOfTheTokenIsProposedOnlyIfItIsOneText() {
        assertThat(path(fix(RejectionCode.ASSERTION_AUDIENCE_MISMATCH, Map.of(), Map.of("aud", "https://a b&c"))))
                .get()
                .asString()
                .endsWith("=https%3A%2F%2Fa+b%26c");
        for (Object aud : new Object[] {List.of("a", "b"), 7, "x".repeat(256), " "}) {
            assertThat(path(fix(RejectionCode.ASSERTION_AUDIENCE_MISMATCH, Map.of(), Map.of("aud", aud))))
                    .as("%s", aud)
                    .contains(connection);
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = RejectionCode.class,
            names = {"ASSERTION_SIGNATURE_INVALID", "ASSERTION_REPLAYED", "ASSERTION_EXPIRED", "ASSERTION_ENCRYPTED"})
    void whatWouldBeUnsafeIsExplainedInsteadOfProposed(RejectionCode code) {
        Optional<Fix> fix = fix(code, Map.of("alg", "RS256"), Map.of("aud", "x"));

        assertThat(fix).isPresent();
        assertThat(path(fix)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(RejectionCode.class)
    void noCodeNeedsToKnowMoreThanItsName(RejectionCode code) {
        Optional<Fix> fix = Fixes.of(
                new Refusal(code, Optional.empty(), Optional.empty(), Map.of(), Map.of(), Optional.empty(), NOW));

        fix.ifPresent(found -> assertThat(found.effect()).endsWith("."));
    }

    @Test
    void missingScopesAreAddedToThoseOfTheApplicationAndAdministrativeOnesNever() {
        RegisteredClient application = SampleClient.orders().build();
        String has = application.access().scopes().toString();

        assertThat(scopes(application, has + " more:read").path())
                .contains("/applications/" + application.id().value() + "/issuers?%2Fscopes="
                        + (sorted(has + " more:read")).replace(":", "%3A").replace(' ', '+'));
        assertThat(scopes(application, "admin:write").path()).isEmpty();
        assertThat(scopes(application, has).path()).contains(connection + "/policy");
    }

    private static String sorted(String scopes) {
        return ScopeSet.parse(scopes).orElseThrow().toString();
    }

    private Fix scopes(RegisteredClient application, String wanted) {
        return Fixes.of(new Refusal(
                        RejectionCode.POLICY_SCOPE_NOT_ALLOWED,
                        Optional.of(issuer),
                        Optional.of(application),
                        Map.of(),
                        Map.of(),
                        Optional.of(wanted),
                        NOW))
                .orElseThrow();
    }
}
