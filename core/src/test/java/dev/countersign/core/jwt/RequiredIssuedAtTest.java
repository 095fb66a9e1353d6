package dev.countersign.core.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.fixtures.SampleAssertion;
import dev.countersign.core.fixtures.SampleIssuer;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The claim {@code iat} where an issuer must send it. */
class RequiredIssuedAtTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    @Spec("RFC 7523 §3 (6)")
    void anIssuerThatMustSendIatIsRefusedWithoutIt() {
        var required = new IssuedAtRule(Optional.of(false), Optional.empty(), true);
        assertThat(ClaimCheckTest.judge(
                        ClaimChecks.ISSUED_AT_PRESENT, SampleAssertion.at(NOW).without("iat")))
                .isEqualTo("skipped");
        for (var issuedAt : List.of("assertion.claim_missing", "passed", "assertion.claim_malformed")) {
            SampleAssertion assertion = switch (issuedAt) {
                case "passed" -> SampleAssertion.at(NOW).with("iat", NOW.getEpochSecond());
                case "assertion.claim_malformed" -> SampleAssertion.at(NOW).with("iat", "now");
                default -> SampleAssertion.at(NOW).without("iat");
            };
            assertThat(ClaimCheckTest.judge(
                            ClaimChecks.ISSUED_AT_PRESENT,
                            assertion,
                            SampleIssuer.partner().issuedAt(required),
                            NOW))
                    .isEqualTo(issuedAt);
        }
    }
}
