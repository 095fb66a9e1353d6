package dev.countersign.core.oauth;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Identity of this server in metadata and tokens. It is configured, and never taken from a request (RFC 8414 §2).
 *
 * @param issuer the server's issuer identifier
 * @param tokenEndpoint the URL of the server's token endpoint
 * @param mutualTlsPort port at which the server asks for a client certificate; empty when there is none
 */
public record ServerIdentity(IssuerIdentifier issuer, Audience tokenEndpoint, Optional<Integer> mutualTlsPort) {

    /** An identity without a port for client certificates. */
    public ServerIdentity(IssuerIdentifier issuer, Audience tokenEndpoint) {
        this(issuer, tokenEndpoint, Optional.empty());
    }

    /** The issuer identifier as an audience (RFC 10070 §4). */
    public Audience asAudience() {
        return new Audience(issuer.value());
    }

    /** The beginning of every published URL, without a slash at its end. */
    public String base() {
        String url = issuer.value();
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** The beginnings of published URLs: the base, and the same at the port for client certificates. */
    public List<String> bases() {
        return withAlias(base());
    }

    /** The URLs of the token endpoint. */
    public List<String> tokenEndpoints() {
        return withAlias(tokenEndpoint.value());
    }

    private List<String> withAlias(String url) {
        return mutualTlsPort.isEmpty()
                ? List.of(url)
                : Stream.concat(Stream.of(url), mutualTlsAlias(url).stream()).toList();
    }

    /** The alias of a published URL at the port for client certificates (RFC 8705 §5). */
    public Optional<String> mutualTlsAlias(String url) {
        var parts = URI.create(url);
        return mutualTlsPort.map(
                port -> "%s://%s:%s%s".formatted(parts.getScheme(), parts.getHost(), port, parts.getRawPath()));
    }
}
