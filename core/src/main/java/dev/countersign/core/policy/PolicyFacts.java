package dev.countersign.core.policy;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustSnapshot;
import dev.countersign.core.trust.TrustedIssuer.GrantRules;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The input of policy decisions. For a token request the claims are verified and everything is present; in an
 * explanation parts may be absent, and decisions that depend on them are not made.
 *
 * @param claims claims about the subject
 * @param issuer issuer of the claims; empty when the client acts on its own behalf
 * @param client the requesting application
 * @param requested the requested access; empty when that is malformed
 * @param ceiling the original grant, which must not be exceeded; empty for a first grant
 * @param now the time of the request; the same for all decisions
 * @param terms of the grant
 */
public record PolicyFacts(
        JwtClaims claims,
        Optional<IssuerPolicy> issuer,
        Optional<RegisteredClient> client,
        Optional<RequestedAccess> requested,
        Optional<Ceiling> ceiling,
        TrustSnapshot trust,
        Instant now,
        Terms terms) {

    /** The input for a grant without further terms. */
    public PolicyFacts(
            JwtClaims claims,
            Optional<IssuerPolicy> issuer,
            Optional<RegisteredClient> client,
            Optional<RequestedAccess> requested,
            Optional<Ceiling> ceiling,
            TrustSnapshot trust,
            Instant now) {
        this(claims, issuer, client, requested, ceiling, trust, now, Terms.NONE);
    }

    /** The issuer's rules for what its assertions grant. */
    Optional<GrantRules> rules() {
        return issuer.map(policy -> policy.issuer().grants());
    }

    /** Issue time of the token, in whole seconds. */
    Instant issuedAt() {
        return now.truncatedTo(ChronoUnit.SECONDS);
    }
}
