package dev.countersign.core.grant;

import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.policy.IssuerPolicy;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import java.util.Optional;

/** Finds the trusted token issuer an assertion names: exact, enabled, and allowed for the client (RFC 7523 §3 (1)). */
final class IssuerResolution {
    private final ServerIdentity self;

    IssuerResolution(ServerIdentity self) {
        this.self = self;
    }

    Ruling<IssuerPolicy> resolve(IssuerIdentifier named, RegisteredClient client, TrustSnapshot trust) {
        Optional<IssuerPolicy> registered = trust.issuer(named);
        var facts = new IssuerFacts(named, registered, Optional.of(client), self, trust);
        for (IssuerCheck check : IssuerCheck.values()) {
            if (check.judge(facts) instanceof CheckOutcome.Failed(Rejection rejection)) {
                return Ruling.refused(rejection);
            }
        }
        return Ruling.granted(registered.orElseThrow());
    }
}
