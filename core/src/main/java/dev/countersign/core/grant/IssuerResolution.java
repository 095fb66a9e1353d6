package dev.countersign.core.grant;

import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.assertion.UnverifiedAssertion;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.policy.IssuerPolicy;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.Ruling;
import java.util.Optional;

/** Finds the trusted token issuer an assertion names: exact, enabled, and allowed for the client (RFC 7523 §3 (1)). */
final class IssuerResolution {
    private final ServerIdentity self;

    IssuerResolution(ServerIdentity self) {
        this.self = self;
    }

    Ruling<IssuerPolicy> resolve(UnverifiedAssertion assertion, RegisteredClient client, TrustSnapshot trust) {
        IssuerIdentifier named = assertion.issuer();
        if (named.equals(self.issuer())) {
            return Ruling.refused(new IssuerRejection.IsOurselves());
        }
        Optional<IssuerPolicy> registered = trust.issuer(named);
        if (registered.isEmpty()) {
            return Ruling.refused(new IssuerRejection.Unknown(named));
        }
        TrustedIssuer issuer = registered.get().issuer();
        if (!issuer.enabled()) {
            return Ruling.refused(new IssuerRejection.Disabled(issuer.name()));
        }
        if (!client.mayUseIssuer(issuer.name())) {
            return Ruling.refused(new IssuerRejection.NotAllowedForClient(issuer.name()));
        }
        return Ruling.granted(registered.get());
    }
}
