package dev.countersign.core.trust;

import dev.countersign.core.idjag.IdJagChecks;
import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.keys.KeyOwner;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A trusted token issuer in the form used by requests.
 *
 * @param conditions the issuer's, compiled
 * @param profile the rules of its assertions
 * @param idJags the rules of its identity assertion authorization grants
 * @param keyOwner the issuer as the owner of its keys
 */
public record IssuerPolicy(
        TrustedIssuer issuer, Conditions conditions, JwtProfile profile, JwtProfile idJags, KeyOwner keyOwner) {

    /**
     * Compiles the issuer's conditions.
     *
     * @throws IllegalArgumentException when one does not compile, which is checked when an issuer is saved
     */
    public static IssuerPolicy of(TrustedIssuer issuer, ServerRules rules) {
        JwtProfile ordinary = assertions(issuer, rules);
        return new IssuerPolicy(
                issuer,
                Conditions.of(issuer.grants().conditions()),
                ordinary,
                IdJagChecks.profile(ordinary, issuer.verification().idJag(), rules.identity()),
                issuer.keyOwner());
    }

    /** Whether the JWT is judged as an ID-JAG, and not as an ordinary assertion. */
    public boolean judgesAsIdJag(UnverifiedJwt jwt) {
        return issuer.verification().idJag().applies(jwt);
    }

    private static JwtProfile assertions(TrustedIssuer issuer, ServerRules rules) {
        Verification verification = issuer.verification();
        IssuedAtRule rule = verification.issuedAt();
        IssuedAtDefaults issuedAt = rules.issuedAt();
        return new JwtProfile(
                JwtProfile.Types.listed(verification.types()),
                verification.algorithms(),
                new JwtProfile.Audiences(
                        audiences(issuer, rules.identity()), issuer.audience().single()),
                new JwtProfile.Times(
                        verification.clockSkew(),
                        verification.maxLifetime(),
                        rule.validate().orElse(issuedAt.validate())
                                ? Optional.of(rule.validity().orElse(issuedAt.validity()))
                                : Optional.empty(),
                        rule.require()),
                verification.replay().requireJti(),
                HeaderChecks.ALL,
                ClaimChecks.ALL);
    }

    /** The audience values that name this server for this issuer (RFC 10070 §4). */
    private static List<String> audiences(TrustedIssuer issuer, ServerIdentity self) {
        var accepted = new ArrayList<String>();
        accepted.add(self.issuer().value());
        accepted.add(self.tokenEndpoint().value());
        issuer.audience().alias().map(Audience::value).ifPresent(accepted::add);
        issuer.audience().audiences().stream().map(Audience::value).forEach(accepted::add);
        return accepted;
    }
}
