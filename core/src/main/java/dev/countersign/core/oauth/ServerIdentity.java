package dev.countersign.core.oauth;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Identity of this server in metadata and tokens. It is configured, and never taken from a request (RFC 8414 §2).
 *
 * @param issuer the server's issuer identifier
 * @param tokenEndpoint the URL of the server's token endpoint
 * @param mutualTlsPort port at which the server asks for a client certificate; empty when there is none
 * @param organizationPath the path of an organization below the base URL, such as {@code /t/acme}; empty for the root
 */
public record ServerIdentity(
        IssuerIdentifier issuer, Audience tokenEndpoint, Optional<Integer> mutualTlsPort, String organizationPath) {
    /** Path below which organizations other than the root are. */
    public static final String ORGANIZATIONS = "/t/";

    /** The identity of the root organization. */
    public ServerIdentity(IssuerIdentifier issuer, Audience tokenEndpoint, Optional<Integer> mutualTlsPort) {
        this(issuer, tokenEndpoint, mutualTlsPort, "");
    }

    /** The identity of a root organization without a port for client certificates. */
    public ServerIdentity(IssuerIdentifier issuer, Audience tokenEndpoint) {
        this(issuer, tokenEndpoint, Optional.empty());
    }

    /** The identity of an organization under this one, which is that of the root. */
    public ServerIdentity ofOrganization(String slug) {
        String path = ORGANIZATIONS + slug;
        return new ServerIdentity(
                new IssuerIdentifier(base() + path),
                new Audience(base() + path + "/oauth2/token"),
                mutualTlsPort,
                path);
    }

    /** The slug of the organization; empty for the root. */
    public Optional<String> organization() {
        return organizationPath.isEmpty()
                ? Optional.empty()
                : Optional.of(organizationPath.substring(ORGANIZATIONS.length()));
    }

    /** The path of the issuer identifier without a slash at its end; empty when it has none. */
    public String path() {
        return Optional.ofNullable(URI.create(base()).getRawPath()).orElse("");
    }

    /** The beginnings of the paths of all endpoints: a proxy may forward or remove the path of the base URL. */
    public Set<String> servedPaths() {
        var paths = new LinkedHashSet<>(List.of(organizationPath));
        paths.add(path());
        return Collections.unmodifiableSet(paths);
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
