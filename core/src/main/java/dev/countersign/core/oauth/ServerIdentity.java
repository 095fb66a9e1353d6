package dev.countersign.core.oauth;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
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
 * @param otherBases of an organization with host names: the beginnings of further URLs at which it is served, those of its
 *     other hosts and at last the one with its path; empty without host names
 */
public record ServerIdentity(
        IssuerIdentifier issuer,
        Audience tokenEndpoint,
        Optional<Integer> mutualTlsPort,
        String organizationPath,
        List<String> otherBases) {
    /** Path below which organizations other than the root are. */
    public static final String ORGANIZATIONS = "/t/";

    private static final String TOKEN_ENDPOINT = "/oauth2/token";
    private static final int HTTPS_PORT = 443;

    public ServerIdentity {
        otherBases = List.copyOf(otherBases);
    }

    /** The identity of the root organization. */
    public ServerIdentity(IssuerIdentifier issuer, Audience tokenEndpoint, Optional<Integer> mutualTlsPort) {
        this(issuer, tokenEndpoint, mutualTlsPort, "", List.of());
    }

    /** The identity of a root organization without a port for client certificates. */
    public ServerIdentity(IssuerIdentifier issuer, Audience tokenEndpoint) {
        this(issuer, tokenEndpoint, Optional.empty());
    }

    /** The identity of an organization under this one, which is that of the root. */
    public ServerIdentity ofOrganization(String slug) {
        return organization(base() + ORGANIZATIONS + slug, ORGANIZATIONS + slug, List.of());
    }

    /**
     * The identity of an organization under this one, which is that of the root.
     *
     * @param hosts its host names, of which the first is that of its issuer identifier; none if it has none
     */
    public ServerIdentity ofOrganization(String slug, List<String> hosts) {
        if (hosts.isEmpty()) {
            return ofOrganization(slug);
        }
        var bases = new ArrayList<String>();
        hosts.forEach(host -> bases.add("https://" + host + port()));
        bases.add(base() + ORGANIZATIONS + slug);
        return organization(bases.removeFirst(), ORGANIZATIONS + slug, bases);
    }

    private ServerIdentity organization(String base, String path, List<String> others) {
        return new ServerIdentity(
                new IssuerIdentifier(base), new Audience(base + TOKEN_ENDPOINT), mutualTlsPort, path, others);
    }

    /** The port of the base URL with its colon; empty for the one of HTTPS. */
    private String port() {
        int port = URI.create(base()).getPort();
        return port < 0 || port == HTTPS_PORT ? "" : ":" + port;
    }

    /** The host of the issuer identifier, in lower case. */
    public String host() {
        return Optional.ofNullable(URI.create(base()).getHost()).orElse("").toLowerCase(Locale.ROOT);
    }

    /** The identity that an organization with host names would have without them; empty for any other. */
    public Optional<ServerIdentity> withoutHosts() {
        return otherBases.isEmpty()
                ? Optional.empty()
                : Optional.of(organization(otherBases.getLast(), organizationPath, List.of()));
    }

    /** Whether this is the issuer identifier, or one that the organization has or had by its other URLs. */
    public boolean isOwn(IssuerIdentifier named) {
        return named.equals(issuer) || otherBases.contains(named.value());
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

    /**
     * The beginnings of the paths of the endpoints that have the issuer identifier: a proxy may forward or remove the path
     * of the base URL. The last one is that of the issuer identifier.
     */
    public Set<String> ownPaths() {
        var paths = new LinkedHashSet<String>();
        if (otherBases.isEmpty()) {
            paths.add(organizationPath);
        }
        paths.add(path());
        return Collections.unmodifiableSet(paths);
    }

    /** The beginnings of the paths of all endpoints. */
    public Set<String> servedPaths() {
        var paths = new LinkedHashSet<>(ownPaths());
        withoutHosts().map(ServerIdentity::ownPaths).ifPresent(paths::addAll);
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

    /** The beginnings of served URLs: the base and the other ones, and the same at the port for client certificates. */
    public List<String> bases() {
        return Stream.concat(Stream.of(base()), otherBases.stream())
                .flatMap(this::withAlias)
                .toList();
    }

    /** The base at the port for client certificates; without one, the base. */
    public String certificateBase() {
        return mutualTlsAlias(base()).orElseGet(this::base);
    }

    /** The URLs of the token endpoint. */
    public List<String> tokenEndpoints() {
        return Stream.concat(
                        Stream.of(tokenEndpoint.value()), otherBases.stream().map(base -> base + TOKEN_ENDPOINT))
                .flatMap(this::withAlias)
                .toList();
    }

    private Stream<String> withAlias(String url) {
        return Stream.concat(Stream.of(url), mutualTlsAlias(url).stream());
    }

    /** The alias of a published URL at the port for client certificates (RFC 8705 §5). */
    public Optional<String> mutualTlsAlias(String url) {
        var parts = URI.create(url);
        return mutualTlsPort.map(
                port -> "%s://%s:%s%s".formatted(parts.getScheme(), parts.getHost(), port, parts.getRawPath()));
    }
}
