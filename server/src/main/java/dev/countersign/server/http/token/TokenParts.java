package dev.countersign.server.http.token;

import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.grant.ClientStage;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.TokenRevocation;
import java.time.InstantSource;

/**
 * What is needed to tell of tokens and to take them back.
 *
 * @param stage how clients prove who they are at these endpoints
 * @param clients the applications as they are at the moment of the request
 */
public record TokenParts(
        Introspection introspection,
        TokenRevocation revocation,
        ClientStage stage,
        ClientDirectory clients,
        InstantSource clock) {}
