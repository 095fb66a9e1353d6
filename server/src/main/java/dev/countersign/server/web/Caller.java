package dev.countersign.server.web;

import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;

/**
 * Who calls a protected endpoint: what a valid access token of our own says.
 *
 * @param clientId the application the token was given to, which exists and is enabled now
 */
public record Caller(String subject, ClientId clientId, ScopeSet scopes, TokenId tokenId) {}
