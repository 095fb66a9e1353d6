package dev.countersign.core.grant;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.UnmodifiableCopies;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the exchange would do with an assertion now, check by check.
 *
 * @param judgedAt the moment of the judgement; one moment for all checks
 * @param code the refusal the exchange would answer; empty when it would accept
 * @param checks in the order of the exchange, which stops at the first that failed
 * @param issuer the name of the trusted token issuer
 * @param application the name of the application
 * @param grant what would be granted; empty when the exchange would refuse
 */
public record Explanation(
        Instant judgedAt,
        Optional<RejectionCode> code,
        List<CheckReport> checks,
        Optional<String> issuer,
        Optional<String> application,
        Optional<ForeseenGrant> grant) {

    public Explanation {
        checks = List.copyOf(checks);
    }

    /**
     * What an access token would say. What depends on the application is empty when none was named.
     *
     * @param claims claims taken over from the assertion, under their new names
     * @param claimsNotFound what the issuer's mappings look for and the assertion does not have
     */
    public record ForeseenGrant(
            String subject,
            Optional<ScopeSet> scopes,
            Optional<List<Audience>> audiences,
            Map<String, Object> claims,
            List<String> claimsNotFound,
            Optional<Duration> expiresIn) {

        public ForeseenGrant {
            audiences = audiences.map(List::copyOf);
            claimsNotFound = List.copyOf(claimsNotFound);
            claims = UnmodifiableCopies.of(claims);
        }
    }
}
