package dev.countersign.core.grant;

import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.jwt.JwtVerifier;
import dev.countersign.core.jwt.SignatureSteps;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.trust.IssuerChecks;
import dev.countersign.core.trust.IssuerPolicy;
import java.util.List;
import java.util.Optional;

/**
 * The JWT bearer grant (RFC 7523 §2.1): a JWT signed by a trusted token issuer. Its string form is redacted.
 *
 * @param assertion the value of the parameter, not read yet; empty when it is missing
 */
public record JwtBearerGrant(String assertion) implements Grant {
    private static final String WELL_FORMED = "The assertion is one signed JWT, strictly formed";
    private static final String NAMES_ISSUER = "The assertion names its issuer";

    static Grant read(RequestParameters parameters) {
        return new JwtBearerGrant(parameters.value("assertion").orElse(""));
    }

    @Override
    public GrantType type() {
        return GrantType.JWT_BEARER;
    }

    @Override
    public String permission() {
        return "The application may use the JWT bearer grant";
    }

    @Override
    public void form(CheckWalk walk) {
        walk.note(
                RejectionCode.REQUEST_ASSERTION_MISSING,
                "The request holds an assertion",
                assertion.isEmpty()
                        ? new CheckOutcome.Failed(new RequestRejection.AssertionMissing())
                        : new CheckOutcome.Passed(
                                () -> new Evidence("an assertion parameter", assertion.length() + " characters", "")));
    }

    @Override
    public Optional<Entitlement> entitle(Claimant claimant, Parts parts, GrantWalk walk) {
        Optional<UnverifiedJwt> jwt = wellFormed(walk);
        Optional<IssuerIdentifier> named = jwt.flatMap(read -> issuer(read, walk));
        if (jwt.isEmpty() || named.isEmpty()) {
            walk.skip(IssuerChecks.ALL, "the assertion cannot be read");
            return notJudged("the assertion cannot be read", walk);
        }
        Optional<IssuerPolicy> policy = claimant.trust().issuer(named.get());
        var facts = new IssuerChecks.Facts(named.get(), policy, claimant.client(), claimant.trust());
        if (!walk.over(IssuerChecks.ALL, facts) || policy.isEmpty()) {
            return notJudged("the issuer is not known", walk);
        }
        walk.resolved(policy.get(), "issuer_resolved");
        return verified(jwt.get(), policy.get(), claimant, parts, walk);
    }

    private static Optional<Entitlement> verified(
            UnverifiedJwt jwt, IssuerPolicy policy, Claimant claimant, Parts parts, GrantWalk walk) {
        var facts = new JwtFacts(jwt, policy.profile(), claimant.at());
        Optional<VerifiedJwt> proof = JwtVerifier.verify(facts, parts.keys().of(policy.keyOwner()), walk);
        return !walk.goesOn()
                ? Optional.empty()
                : Optional.of(new Entitlement(
                        "assertion_verified",
                        Optional.of(policy),
                        jwt.claims(),
                        proof,
                        claimant.access(),
                        Optional.empty(),
                        Confirmation.NONE,
                        List.of(Redeemable.ofGrant(
                                jwt, policy.issuer().verification().replay().allowReuse())),
                        new Entitlement.Refresh.First()));
    }

    /** RFC 7523 §3 (9). */
    private Optional<UnverifiedJwt> wellFormed(CheckWalk walk) {
        if (assertion.isEmpty() && walk.hasFailed()) {
            walk.skip(RejectionCode.ASSERTION_MALFORMED, WELL_FORMED, "there is no assertion");
            walk.skip(RejectionCode.ASSERTION_CLAIM_MISSING, NAMES_ISSUER, "there is no assertion");
            return Optional.empty();
        }
        Optional<UnverifiedJwt> jwt = walk.value(
                RejectionCode.ASSERTION_MALFORMED,
                WELL_FORMED,
                UnverifiedJwt.read(assertion),
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

    private static Optional<Entitlement> notJudged(String reason, CheckWalk walk) {
        walk.skip(HeaderChecks.ALL, reason);
        SignatureSteps.skip(reason, walk);
        walk.skip(ClaimChecks.ALL, reason);
        return Optional.empty();
    }

    @Override
    public void skipRedemption(String reason, CheckWalk walk) {
        Redeemable.skip(reason, walk);
    }

    @Override
    public String toString() {
        return "JwtBearerGrant[redacted]";
    }
}
