package dev.countersign.core.dpop;

import java.util.List;
import java.util.Optional;

/**
 * The request that a proof must have been made for.
 *
 * @param method of HTTP
 * @param urls of the endpoint, as this server publishes them
 * @param accessToken the presented access token; empty at the token endpoint
 */
public record ProofTarget(String method, List<String> urls, Optional<String> accessToken) {

    public ProofTarget {
        urls = List.copyOf(urls);
    }

    /** The token endpoint. */
    public static ProofTarget tokenEndpoint(List<String> urls) {
        return new ProofTarget("POST", urls, Optional.empty());
    }

    /** A protected endpoint (RFC 9449 §7). */
    public static ProofTarget withToken(String method, List<String> urls, String accessToken) {
        return new ProofTarget(method, urls, Optional.of(accessToken));
    }

    @Override
    public String toString() {
        return "ProofTarget[" + method + " " + urls + "]";
    }
}
