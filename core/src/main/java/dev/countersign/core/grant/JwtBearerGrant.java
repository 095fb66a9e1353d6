package dev.countersign.core.grant;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.idjag.IdJagClaims;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.policy.IdJagAccess;
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
 * @param details whether the request has the parameter {@code authorization_details} (RFC 9396 §2), which is ignored
 *     except beside an ID-JAG
 */
public record JwtBearerGrant(String assertion, boolean details) implements Grant {

    /** The grant in a request without {@code authorization_details}. */
    public JwtBearerGrant(String assertion) {
        this(assertion, false);
    }

    static Grant read(RequestParameters parameters) {
        return new JwtBearerGrant(
                parameters.value("assertion").orElse(""),
                parameters.value("authorization_details").isPresent());
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
        var rules = new IssuerJwt.Rules(IssuerChecks.ALL, (jwt, issuer) -> profile(jwt, issuer, walk));
        Optional<IssuerJwt.Judged> assertion = new IssuerJwt(this.assertion).judge(rules, claimant, parts, walk);
        return assertion.flatMap(judged -> judged.issuer().judgesAsIdJag(judged.jwt())
                ? ofIdJag(judged, claimant, walk)
                : Optional.of(new Entitlement(
                        "assertion_verified",
                        Optional.of(judged.issuer()),
                        judged.jwt().claims(),
                        judged.proof(),
                        claimant.access(),
                        Optional.empty(),
                        Confirmation.NONE,
                        List.of(judged.redeemable()),
                        new Entitlement.Refresh.First())));
    }

    private static JwtProfile profile(UnverifiedJwt jwt, IssuerPolicy issuer, GrantWalk walk) {
        if (!issuer.judgesAsIdJag(jwt)) {
            return issuer.profile();
        }
        walk.verifiesBy(GrantProfile.ID_JAG);
        return issuer.idJags();
    }

    /** It is redeemed once whatever the issuer's rule, and never gives a refresh token (ID-JAG §4.4). */
    private Optional<Entitlement> ofIdJag(IssuerJwt.Judged judged, Claimant claimant, GrantWalk walk) {
        var claims = IdJagClaims.of(judged.jwt().claims());
        var access = new IdJagAccess(
                claims,
                claimant.client(),
                claimant.hasCredentials(),
                claimant.access(),
                details,
                claimant.trust().identity());
        return !walk.over(IdJagAccess.CHECKS, access)
                ? Optional.empty()
                : Optional.of(new Entitlement(
                        "assertion_verified",
                        Optional.of(judged.issuer()),
                        judged.jwt().claims(),
                        judged.proof(),
                        access.narrowed(),
                        Optional.empty(),
                        claims.confirmation(),
                        List.of(Redeemable.ofGrant(judged.jwt(), false)),
                        new Entitlement.Refresh.None(),
                        Optional.of(GrantProfile.ID_JAG),
                        Optional.empty()));
    }

    @Override
    public void skipRedemption(String reason, CheckWalk walk) {
        Redeemable.skip(Redeemable.Use.GRANT, reason, walk);
    }

    @Override
    public String toString() {
        return "JwtBearerGrant[redacted]";
    }
}
