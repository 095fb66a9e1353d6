package dev.countersign.core.policy;

import dev.countersign.core.assertion.AssertedClaims;
import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.client.RegisteredClient;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Everything policy may look at. For an exchange the assertion is verified and all parts are there; an explanation may
 * lack some, and then what depends on them is not decided.
 *
 * @param asserted what the assertion says
 * @param client the application that asks
 * @param requested what it asks for; empty when that is malformed
 * @param owners whose subjects nobody else may get
 * @param scopeOwners which APIs know which scopes
 * @param now the moment of the request; one moment for all decisions
 */
public record PolicyFacts(
        AssertedClaims asserted,
        IssuerPolicy policy,
        Optional<RegisteredClient> client,
        Optional<RequestedAccess> requested,
        ServerIdentity self,
        SubjectOwners owners,
        ScopeOwners scopeOwners,
        Instant now) {

    /** When the token is issued; tokens count in whole seconds. */
    Instant issuedAt() {
        return now.truncatedTo(ChronoUnit.SECONDS);
    }
}
