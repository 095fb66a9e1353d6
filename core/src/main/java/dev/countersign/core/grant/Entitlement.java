package dev.countersign.core.grant;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.policy.Ceiling;
import dev.countersign.core.policy.PolicyFacts;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.trust.IssuerPolicy;
import java.util.List;
import java.util.Optional;

/**
 * Result of a grant: the input of the following phases, the same for every kind of grant.
 *
 * @param label the name of the stage in the audit
 * @param issuer issuer of the claims; empty when the client acts on its own behalf
 * @param claims claims about the subject
 * @param proof the JWT with the claims, if this request presented it and every check has passed
 * @param access the requested access; empty only in an explanation, when that is malformed
 * @param ceiling the original grant, which must not be exceeded; empty for a first grant
 * @param boundTo the keys of which the request must prove possession
 * @param redeems the JWTs redeemed when the token is issued
 * @param refresh treatment of refresh tokens
 * @param profile of the grant, if it has one: the response then names the resources to which the token is restricted
 */
public record Entitlement(
        String label,
        Optional<IssuerPolicy> issuer,
        JwtClaims claims,
        Optional<VerifiedJwt> proof,
        Optional<RequestedAccess> access,
        Optional<Ceiling> ceiling,
        Confirmation boundTo,
        List<Redeemable> redeems,
        Refresh refresh,
        Optional<GrantProfile> profile) {

    public Entitlement {
        redeems = List.copyOf(redeems);
    }

    /** The entitlement by a grant without a profile. */
    public Entitlement(
            String label,
            Optional<IssuerPolicy> issuer,
            JwtClaims claims,
            Optional<VerifiedJwt> proof,
            Optional<RequestedAccess> access,
            Optional<Ceiling> ceiling,
            Confirmation boundTo,
            List<Redeemable> redeems,
            Refresh refresh) {
        this(label, issuer, claims, proof, access, ceiling, boundTo, redeems, refresh, Optional.empty());
    }

    /** Whether the token is restricted to resources that the response names (ID-JAG §4.4.2). */
    boolean namesResources() {
        return profile.isPresent()
                && access.filter(asked -> !asked.resources().isEmpty()).isPresent();
    }

    /** The subject as its issuer names it; empty when the client acts on its own behalf. */
    public Optional<IssuerSubject> issuerSubject() {
        return issuer.flatMap(policy ->
                claims.subject().map(sub -> new IssuerSubject(policy.issuer().id(), sub)));
    }

    /** The input of policy decisions. */
    public PolicyFacts facts(Grant.Claimant claimant) {
        return new PolicyFacts(claims, issuer, claimant.client(), access, ceiling, claimant.trust(), claimant.at());
    }

    /** Treatment of refresh tokens when the access token is issued. */
    public sealed interface Refresh {
        /** No refresh token is issued. */
        record None() implements Refresh {}

        /** The first of a family is issued, if the application may have refresh tokens. */
        record First() implements Refresh {}

        /**
         * The next of a family replaces the presented one.
         *
         * @param presented the hash of the refresh token
         */
        record Next(Sha256 presented, RefreshFamily family) implements Refresh {}
    }
}
