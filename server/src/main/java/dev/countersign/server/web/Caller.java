package dev.countersign.server.web;

import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;

/**
 * Caller of a protected endpoint, as stated by a valid access token of this server.
 *
 * @param clientId the application that the token was issued to; it exists and is enabled
 */
public record Caller(String subject, ClientId clientId, ScopeSet scopes, TokenId tokenId) {}
