package dev.countersign.core.policy;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jwt.JwtClaims;
import dev.countersign.core.trust.IssuerPolicy;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The facts that policy looks at. For a token request the claims are verified and all parts are there; an explanation may
 * lack some, and then what depends on them is not decided.
 *
 * @param claims what is claimed of the subject
 * @param issuer who vouches for the claims; empty when the client asks in its own name
 * @param client the application that asks
 * @param requested what it asks for; empty when that is malformed
 * @param ceiling what was granted before and must not be exceeded; empty at a first grant
 * @param now the moment of the request; one moment for all decisions
 */
public record PolicyFacts(
        JwtClaims claims,
        Optional<IssuerPolicy> issuer,
        Optional<RegisteredClient> client,
        Optional<RequestedAccess> requested,
        Optional<Ceiling> ceiling,
        TrustSnapshot trust,
        Instant now) {

    /** When the token is issued; tokens count in whole seconds. */
    Instant issuedAt() {
        return now.truncatedTo(ChronoUnit.SECONDS);
    }
}
