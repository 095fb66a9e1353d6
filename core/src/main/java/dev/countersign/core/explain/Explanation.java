package dev.countersign.core.explain;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Predicted result of an exchange, check by check.
 *
 * @param judgedAt the time of the explanation; the same for all checks
 * @param code the code of the refusal; empty when the exchange would succeed
 * @param checks in the order of the exchange, which stops at the first failure
 * @param issuer the name of the trusted token issuer
 * @param application the name of the application
 * @param profile of the grant, if it has one
 * @param grant the granted access; empty when the exchange would be refused
 */
public record Explanation(
        Instant judgedAt,
        Optional<RejectionCode> code,
        List<CheckReport> checks,
        Optional<String> issuer,
        Optional<String> application,
        Optional<GrantProfile> profile,
        Optional<ExpectedGrant> grant) {

    public Explanation {
        checks = List.copyOf(checks);
    }

    /** Whether the result is that of a connection that shows the right certificate, which was not checked. */
    public boolean assumesCertificate() {
        return checks.stream().anyMatch(CheckReport::assumesCertificate);
    }

    /** Whether the result is that of a signature by a key of the issuer, which was not checked. */
    public boolean assumesSignature() {
        return code.isEmpty() && checks.stream().anyMatch(CheckReport::assumesSignature);
    }

    /**
     * Predicted content of an access token. Parts that depend on the application are empty when none was named.
     *
     * @param claims mapped claims of the assertion, under their new names, and the claims about actors
     * @param claimsNotFound sources of mappings that are absent in the assertion
     */
    public record ExpectedGrant(
            String subject,
            Optional<ScopeSet> scopes,
            Optional<List<Audience>> audiences,
            Map<String, Object> claims,
            List<String> claimsNotFound,
            Optional<Duration> expiresIn) {

        public ExpectedGrant {
            audiences = audiences.map(List::copyOf);
            claimsNotFound = List.copyOf(claimsNotFound);
            claims = UnmodifiableCopies.of(claims);
        }
    }
}
