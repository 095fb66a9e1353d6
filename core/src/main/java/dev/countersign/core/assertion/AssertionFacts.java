package dev.countersign.core.assertion;

import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.oauth.Audience;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Everything a check may look at.
 *
 * @param now the moment of the request; one moment for all checks
 */
public record AssertionFacts(
        UnverifiedAssertion assertion,
        TrustedIssuer issuer,
        ServerIdentity self,
        IssuedAtDefaults issuedAtDefaults,
        Instant now) {

    /** The audience values that name us to this issuer (RFC 10070 §4). */
    List<String> acceptedAudiences() {
        var accepted = new LinkedHashSet<String>();
        accepted.add(self.issuer().value());
        accepted.add(self.tokenEndpoint().value());
        issuer.alias().map(Audience::value).ifPresent(accepted::add);
        issuer.audiences().stream().map(Audience::value).forEach(accepted::add);
        return List.copyOf(accepted);
    }
}
