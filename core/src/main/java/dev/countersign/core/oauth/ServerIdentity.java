package dev.countersign.core.oauth;

/**
 * Our identity to others; configured, never taken from a request (RFC 8414 §2).
 *
 * @param issuer the server's issuer identifier
 * @param tokenEndpoint the URL of the server's token endpoint
 */
public record ServerIdentity(IssuerIdentifier issuer, Audience tokenEndpoint) {

    /** The issuer identifier as an audience (RFC 10070 §4). */
    public Audience asAudience() {
        return new Audience(issuer.value());
    }
}
