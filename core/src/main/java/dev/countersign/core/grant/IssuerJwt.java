package dev.countersign.core.grant;

import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.jwt.JwtVerifier;
import dev.countersign.core.jwt.SignatureSteps;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.IssuerChecks;
import dev.countersign.core.trust.IssuerPolicy;
import java.util.List;
import java.util.Optional;

/**
 * A JWT of a trusted token issuer, as a token request presents it: read once, its issuer resolved, and verified by a
 * profile of that issuer. Its string form is redacted.
 *
 * @param text the value of the parameter, not read yet; empty when it is missing
 */
record IssuerJwt(String text) {
    private static final String WELL_FORMED = "The assertion is one signed JWT, strictly formed";
    private static final String NAMES_ISSUER = "The assertion names its issuer";

    /**
     * Rules for the JWTs of one grant.
     *
     * @param issuer the checks of the issuer, in order
     */
    record Rules(List<NamedCheck<IssuerChecks.Facts>> issuer, ProfileChoice profile) {
        Rules {
            issuer = List.copyOf(issuer);
        }
    }

    /** Choice of the profile of an issuer by which a JWT is verified. */
    interface ProfileChoice {
        JwtProfile of(UnverifiedJwt jwt, IssuerPolicy issuer);
    }

    /**
     * A JWT after all checks.
     *
     * @param proof the verified JWT; empty in an explanation, when a check has failed
     */
    record Judged(UnverifiedJwt jwt, IssuerPolicy issuer, Optional<VerifiedJwt> proof) {
        /** The JWT as redeemed by the grant, with the issuer's rule for re-use. */
        Redeemable redeemable() {
            return Redeemable.ofGrant(
                    jwt, issuer.issuer().verification().replay().allowReuse());
        }
    }

    /**
     * Performs all checks.
     *
     * @return the JWT; in a sequence that continues after a failed check, the possible one. Empty when it cannot be
     *     determined
     */
    Optional<Judged> judge(Rules rules, Grant.Claimant claimant, Grant.Parts parts, GrantWalk walk) {
        Optional<UnverifiedJwt> jwt = wellFormed(walk);
        Optional<IssuerIdentifier> named = jwt.flatMap(read -> issuer(read, walk));
        if (jwt.isEmpty() || named.isEmpty()) {
            walk.skip(rules.issuer(), "the assertion cannot be read");
            return notJudged("the assertion cannot be read", walk);
        }
        Optional<IssuerPolicy> policy = claimant.trust().issuer(named.get());
        var facts = new IssuerChecks.Facts(named.get(), policy, claimant.client(), claimant.trust());
        if (!walk.over(rules.issuer(), facts) || policy.isEmpty()) {
            return notJudged("the issuer is not known", walk);
        }
        walk.resolved(policy.get(), "issuer_resolved");
        JwtProfile profile = rules.profile().of(jwt.get(), policy.get());
        Optional<VerifiedJwt> proof = JwtVerifier.verify(
                new JwtFacts(jwt.get(), profile, claimant.at()),
                parts.keys().of(policy.get().keyOwner()),
                walk);
        return walk.goesOn() ? Optional.of(new Judged(jwt.get(), policy.get(), proof)) : Optional.empty();
    }

    /** RFC 7523 §3 (9). */
    private Optional<UnverifiedJwt> wellFormed(CheckWalk walk) {
        if (text.isEmpty() && walk.hasFailed()) {
            walk.skip(RejectionCode.ASSERTION_MALFORMED, WELL_FORMED, "there is no assertion");
            walk.skip(RejectionCode.ASSERTION_CLAIM_MISSING, NAMES_ISSUER, "there is no assertion");
            return Optional.empty();
        }
        Optional<UnverifiedJwt> jwt = walk.value(
                RejectionCode.ASSERTION_MALFORMED,
                WELL_FORMED,
                UnverifiedJwt.read(text),
                _ -> new Evidence("one signed JWT in compact serialization", "it is one", ""));
        if (jwt.isEmpty()) {
            walk.skip(RejectionCode.ASSERTION_CLAIM_MISSING, NAMES_ISSUER, "the assertion cannot be read");
        }
        return jwt;
    }

    /** RFC 7523 §3 (1). */
    private static Optional<IssuerIdentifier> issuer(UnverifiedJwt jwt, CheckWalk walk) {
        return walk.value(
                RejectionCode.ASSERTION_CLAIM_MISSING,
                NAMES_ISSUER,
                jwt.issuer(),
                issuer -> new Evidence("the claim iss", issuer.value(), ""));
    }

    private static Optional<Judged> notJudged(String reason, CheckWalk walk) {
        walk.skip(HeaderChecks.ALL, reason);
        SignatureSteps.skip(reason, walk);
        walk.skip(ClaimChecks.ALL, reason);
        return Optional.empty();
    }

    @Override
    public String toString() {
        return "IssuerJwt[redacted]";
    }
}
