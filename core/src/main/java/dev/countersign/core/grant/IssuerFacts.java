package dev.countersign.core.grant;

import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.policy.IssuerPolicy;
import java.util.Optional;

/**
 * Everything a check of the issuer may look at.
 *
 * @param named the {@code iss} claim
 * @param policy the trusted token issuer that is registered for exactly this value
 * @param client the application that asks; empty only in an explanation
 */
record IssuerFacts(
        IssuerIdentifier named,
        Optional<IssuerPolicy> policy,
        Optional<RegisteredClient> client,
        ServerIdentity self,
        TrustSnapshot trust) {}
