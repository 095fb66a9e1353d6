package dev.countersign.server.http;

import dev.countersign.core.grant.ClientStage;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.TokenRevocation;
import java.time.InstantSource;

/**
 * What is needed to tell of tokens and to take them back.
 *
 * @param stage how clients prove who they are at these endpoints
 */
public record TokenParts(
        Introspection introspection, TokenRevocation revocation, ClientStage stage, InstantSource clock) {}
