package dev.countersign.core.event;

import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The profile of security event tokens (RFC 8417 §2.2), which need no {@code exp} but always {@code iat} and {@code jti}. */
final class SecurityEventProfile {
    /** Time for which a token may be delivered after it was issued, and for which its {@code jti} is kept. */
    static final Duration GREATEST_AGE = Duration.ofHours(24);

    static final Duration GREATEST_SKEW = JwtProfile.GREATEST_CLOCK_SKEW;
    static final String AUDIENCE = "The claim aud does not name this receiver.";

    private SecurityEventProfile() {}

    static JwtProfile of(TrustedIssuer issuer, Audience audience) {
        return new JwtProfile(
                new JwtProfile.Types(List.of("secevent+jwt"), List.of(), false),
                issuer.verification().algorithms(),
                new JwtProfile.Audiences(List.of(audience.value()), false),
                new JwtProfile.Times(issuer.verification().clockSkew(), Duration.ZERO, Optional.of(GREATEST_AGE), true),
                true,
                HeaderChecks.ALL,
                List.of(
                        ClaimChecks.AUDIENCE_IS_US,
                        ClaimChecks.NOT_EXPIRED,
                        ClaimChecks.ISSUED_AT_PRESENT,
                        ClaimChecks.NOT_FROM_THE_FUTURE,
                        ClaimChecks.FRESH,
                        ClaimChecks.IDENTIFIED));
    }
}
