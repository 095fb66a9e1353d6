package dev.countersign.server.http.token;

import dev.countersign.core.grant.ClientStage;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.TokenRevocation;
import dev.countersign.core.trust.TrustRegistry;
import java.time.InstantSource;

/**
 * What is needed to tell of tokens and to take them back.
 *
 * @param trust the snapshot that each request is judged by, chosen when it comes in
 * @param stage how clients prove who they are at these endpoints
 */
public record TokenParts(
        TrustRegistry trust,
        Introspection introspection,
        TokenRevocation revocation,
        ClientStage stage,
        InstantSource clock) {}
