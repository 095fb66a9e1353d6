package dev.countersign.core.trust;

import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtProfile;
import dev.countersign.core.keys.KeyOwner;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A trusted token issuer, ready for requests.
 *
 * @param conditions the issuer's, compiled
 * @param profile the rules of its assertions
 * @param keyOwner the issuer as the owner of its keys
 */
public record IssuerPolicy(TrustedIssuer issuer, Conditions conditions, JwtProfile profile, KeyOwner keyOwner) {

    /**
     * Compiles the issuer's conditions.
     *
     * @throws IllegalArgumentException when one does not compile, which is ruled out when an issuer is saved
     */
    public static IssuerPolicy of(TrustedIssuer issuer, ServerRules rules) {
        return new IssuerPolicy(
                issuer, Conditions.of(issuer.conditions()), assertions(issuer, rules), issuer.keyOwner());
    }

    private static JwtProfile assertions(TrustedIssuer issuer, ServerRules rules) {
        IssuedAtRule rule = issuer.issuedAt();
        IssuedAtDefaults issuedAt = rules.issuedAt();
        return new JwtProfile(
                JwtProfile.Types.listed(issuer.types()),
                issuer.algorithms(),
                new JwtProfile.Audiences(audiences(issuer, rules.identity()), issuer.singleAudience()),
                new JwtProfile.Times(
                        issuer.clockSkew(),
                        issuer.maxLifetime(),
                        rule.validate().orElse(issuedAt.validate())
                                ? Optional.of(rule.validity().orElse(issuedAt.validity()))
                                : Optional.empty(),
                        rule.require()),
                issuer.replay().requireJti(),
                HeaderChecks.ALL,
                ClaimChecks.ALL);
    }

    /** The values that name us to this issuer (RFC 10070 §4). */
    private static List<String> audiences(TrustedIssuer issuer, ServerIdentity self) {
        var accepted = new ArrayList<String>();
        accepted.add(self.issuer().value());
        accepted.add(self.tokenEndpoint().value());
        issuer.alias().map(Audience::value).ifPresent(accepted::add);
        issuer.audiences().stream().map(Audience::value).forEach(accepted::add);
        return accepted;
    }
}
