package dev.countersign.core.client;

import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import java.util.Optional;

/**
 * Another authorization server for which an application may get authorization grants of this one (identity chaining).
 *
 * @param audience the issuer identifier of the other server, the sole {@code aud} of the grants
 * @param clientId of the application at the other server, whose grants are ID-JAGs; empty for ordinary JWTs
 */
public record ChainingTarget(Audience audience, Optional<ClientId> clientId) {}
