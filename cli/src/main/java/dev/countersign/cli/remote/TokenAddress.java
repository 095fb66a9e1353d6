package dev.countersign.cli.remote;

import java.net.URI;
import tools.jackson.databind.JsonNode;

/**
 * The token endpoint of a server.
 *
 * @param url the URL of requests
 * @param published the URL in the metadata of the server, which proofs name: a proxy or a tunnel may be reached under
 *     another one
 */
public record TokenAddress(URI url, String published) {
    private static final String TOKEN_ENDPOINT = "token_endpoint";

    /** The endpoint below the URL of the server. */
    public static TokenAddress below(ServerUrl server) {
        URI url = server.resolve("/oauth2/token");
        return new TokenAddress(url, url.toString());
    }

    /** The endpoint with its URL in the metadata (RFC 8414 §2). */
    public static TokenAddress published(HttpTransport transport) throws CallFailedException {
        String published = transport.metadata().text(TOKEN_ENDPOINT);
        TokenAddress below = below(transport.server());
        return published.isEmpty() ? below : new TokenAddress(below.url(), published);
    }

    /**
     * The endpoint for clients that present a certificate: its alias (RFC 8705 §5), or the usual one of a server behind
     * a proxy that asks for certificates.
     */
    public static TokenAddress forCertificates(HttpTransport transport) throws CallFailedException {
        ApiResponse metadata = transport.metadata();
        JsonNode alias = metadata.json().path("mtls_endpoint_aliases").path(TOKEN_ENDPOINT);
        if (!alias.isString()) {
            return published(transport);
        }
        String published = alias.asString();
        return new TokenAddress(ServerUrl.of(published).resolve(""), published);
    }
}
