package dev.countersign.core.jwt;

import static dev.countersign.core.jwt.ClaimCheckTest.judge;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.jose.json.JsonNull;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Claims that make an assertion another kind of token, or one that was never valid. */
class ContradictoryClaimsTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final long SECOND = NOW.getEpochSecond();

    private static SampleAssertion good() {
        return SampleAssertion.at(NOW);
    }

    @Test
    @Spec("RFC 8725 §3.12")
    void refusesTheClaimsOfOtherKindsOfToken() {
        var logout = Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of());
        assertThat(judge(ClaimChecks.OF_THIS_KIND, good().with("events", logout)))
                .isEqualTo("assertion.claim_not_allowed");
        assertThat(judge(ClaimChecks.OF_THIS_KIND, good().with("events", false)))
                .isEqualTo("assertion.claim_not_allowed");
        assertThat(judge(ClaimChecks.OF_THIS_KIND, good().with("cnf", Map.of("jkt", "x"))))
                .isEqualTo("assertion.claim_not_allowed");
        assertThat(judge(ClaimChecks.OF_THIS_KIND, good().with("cnf", Map.of())))
                .isEqualTo("assertion.claim_not_allowed");
    }

    @Test
    void aClaimOfAnotherNameOrANullMakesNoOtherKindOfToken() {
        assertThat(judge(ClaimChecks.OF_THIS_KIND, good().with("event", "x").with("Events", "x")))
                .isEqualTo("passed");
        assertThat(judge(
                        ClaimChecks.OF_THIS_KIND,
                        good().with("cnf", JsonNull.NULL).with("events", JsonNull.NULL)))
                .isEqualTo("passed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"iat", "nbf"})
    @Spec("RFC 7519 §4.1")
    void refusesATokenThatWasNeverValid(String claim) {
        assertThat(judge(ClaimChecks.TIMES_AGREE, good().with("exp", SECOND).with(claim, SECOND)))
                .isEqualTo("passed");
        assertThat(judge(
                        ClaimChecks.TIMES_AGREE,
                        good().with("exp", SECOND - 1).with("iat", SECOND - 1).with(claim, SECOND)))
                .isEqualTo("assertion.claim_malformed");
        assertThat(judge(ClaimChecks.TIMES_AGREE, good().without("iat"))).isEqualTo("passed");
        assertThat(judge(ClaimChecks.TIMES_AGREE, good().without("exp"))).isEqualTo("skipped");
    }
}
