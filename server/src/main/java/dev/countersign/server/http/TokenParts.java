package dev.countersign.server.http;

import dev.countersign.core.client.ClientAuthenticator;
import dev.countersign.core.client.ClientDirectory;
import dev.countersign.core.token.Introspection;
import dev.countersign.core.token.TokenRevocation;
import java.time.InstantSource;

/**
 * What is needed to tell of tokens and to take them back.
 *
 * @param clients the applications as they are at the moment of the request
 */
public record TokenParts(
        Introspection introspection,
        TokenRevocation revocation,
        ClientAuthenticator authenticator,
        ClientDirectory clients,
        InstantSource clock) {}
