package dev.countersign.server.http.token;

import dev.countersign.core.grant.ClientStage;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.TokenRevocation;
import dev.countersign.core.trust.TrustRegistry;
import java.time.InstantSource;

/**
 * Services of introspection and revocation.
 *
 * @param trust the current snapshot, selected when a request arrives
 * @param stage client authentication at these endpoints
 */
public record TokenParts(
        TrustRegistry trust,
        Introspection introspection,
        TokenRevocation revocation,
        ClientStage stage,
        InstantSource clock) {}
