package dev.countersign.server.http.token;

import dev.countersign.core.grant.ClientStage;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.TokenRevocation;
import dev.countersign.core.trust.TrustRegistry;
import dev.countersign.server.web.ClientCertificates;
import java.time.InstantSource;

/**
 * Services of the endpoints at which clients authenticate.
 *
 * @param trust the current snapshot, selected when a request arrives
 * @param certificates the certificates of clients
 * @param stage client authentication at the endpoints of introspection and revocation
 * @param traces the traces of requests at the token endpoint
 */
public record TokenParts(
        TrustRegistry trust,
        Introspection introspection,
        TokenRevocation revocation,
        ClientCertificates certificates,
        ClientStage stage,
        RequestTraces traces,
        InstantSource clock) {}
