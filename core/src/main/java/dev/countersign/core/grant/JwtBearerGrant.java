package dev.countersign.core.grant;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.jwt.JwtVerifier;
import dev.countersign.core.jwt.SignatureSteps;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.jwt.VerifiedJwt;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.trust.IssuerChecks;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustSnapshot;
import java.util.List;
import java.util.Optional;

/**
 * The JWT bearer grant (RFC 7523 §2.1): a JWT signed by a trusted token issuer. Its string form is redacted.
 *
 * @param assertion the value of the parameter, not read yet; empty when it is missing
 */
public record JwtBearerGrant(String assertion) implements Grant {
    private static final IssuerJwt.Rules RULES = new IssuerJwt.Rules(IssuerChecks.ALL, (_, issuer) -> issuer.profile());

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
    public Ruling<RegisteredClient> withoutCredentials(TrustSnapshot trust) {
        return DefaultApplication.of(assertion, trust);
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
        return new IssuerJwt(assertion)
                .judge(RULES, claimant, parts, walk)
                .map(judged -> new Entitlement(
                        "assertion_verified",
                        Optional.of(judged.issuer()),
                        judged.jwt().claims(),
                        judged.proof(),
                        claimant.access(),
                        Optional.empty(),
                        Confirmation.NONE,
                        List.of(judged.redeemable()),
                        new Entitlement.Refresh.First()));
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
