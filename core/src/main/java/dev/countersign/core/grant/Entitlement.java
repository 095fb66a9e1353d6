package dev.countersign.core.grant;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.policy.Ceiling;
import dev.countersign.core.policy.PolicyFacts;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.trust.IssuerPolicy;
import java.util.List;
import java.util.Optional;

/**
 * What a grant comes to: all that the phases after it need to know, whatever the grant was.
 *
 * @param label the name of the stage in the audit
 * @param issuer who vouches for the claims; empty when the client asks in its own name
 * @param claims what is claimed of the subject
 * @param proof the JWT that makes the claims, where this request has presented it and every check has passed
 * @param access what is asked for; empty only in an explanation, when that is malformed
 * @param ceiling what was granted before and must not be exceeded; empty at a first grant
 * @param redeems what is spent with the issue of the token
 * @param refresh what becomes of refresh tokens
 */
public record Entitlement(
        String label,
        Optional<IssuerPolicy> issuer,
        JwtClaims claims,
        Optional<VerifiedJwt> proof,
        Optional<RequestedAccess> access,
        Optional<Ceiling> ceiling,
        List<Redeemable> redeems,
        Refresh refresh) {

    public Entitlement {
        redeems = List.copyOf(redeems);
    }

    /** The facts that policy decides on. */
    PolicyFacts facts(Grant.Claimant claimant) {
        return new PolicyFacts(claims, issuer, claimant.client(), access, ceiling, claimant.trust(), claimant.at());
    }

    /** What becomes of refresh tokens when the access token is issued. */
    public sealed interface Refresh {
        /** None is given. */
        record None() implements Refresh {}

        /** The first of a family is given, if the application may have refresh tokens. */
        record First() implements Refresh {}

        /**
         * The next of a family takes the place of the one presented.
         *
         * @param presented the hash of the refresh token
         */
        record Next(Sha256 presented, RefreshFamily family) implements Refresh {}
    }
}
