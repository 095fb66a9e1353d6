package dev.countersign.cli.remote;

import dev.countersign.base.text.OrganizationSlug;
import dev.countersign.base.text.WebUrl;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * The URL of a server or of an organization at it, without a trailing slash. The scheme is {@code https}; {@code http} is
 * accepted only for this machine, because credentials must not be sent over a network in plain text (RFC 6749 §2.3.1).
 *
 * @param base the URL of the server
 * @param organization the slug of an organization; empty for the root
 */
public record ServerUrl(String base, Optional<String> organization) {
    /** The default address of a server on this machine. */
    public static final ServerUrl DEFAULT = new ServerUrl("https://localhost:9443", Optional.empty());

    private static final String ORGANIZATIONS = "/t/";
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    /** Reads an address. That of an organization ends with {@code /t/} and its slug. */
    public static ServerUrl of(String text) throws CallFailedException {
        URI url = parsed(text);
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        if (!Set.of("https", "http").contains(scheme) || url.getHost() == null) {
            throw CallFailedException.usage(
                    "The URL of the server must be absolute and https, such as https://tokens.example.com.");
        }
        if (url.getRawUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
            throw CallFailedException.usage(
                    "The URL of the server must not have a user, a query or a fragment; credentials have options of"
                            + " their own.");
        }
        if (scheme.equals("http") && !LOOPBACK.contains(url.getHost().toLowerCase(Locale.ROOT))) {
            throw CallFailedException.usage(
                    "Credentials are sent over https only; plain http is for a server on this machine.");
        }
        String whole = withoutSlash(normal(url, scheme));
        int end = whole.lastIndexOf(ORGANIZATIONS);
        Optional<String> slug = end < 0
                ? Optional.empty()
                : Optional.of(whole.substring(end + ORGANIZATIONS.length())).filter(OrganizationSlug::is);
        return new ServerUrl(slug.isEmpty() ? whole : whole.substring(0, end), slug);
    }

    /**
     * The URL of an organization at the same server.
     *
     * @param slug empty for the root
     */
    public ServerUrl ofOrganization(String slug) {
        return new ServerUrl(base, slug.isEmpty() ? Optional.empty() : Optional.of(slug));
    }

    /** A text that must be a slug. */
    public static String slug(String text) throws CallFailedException {
        if (!OrganizationSlug.is(text)) {
            throw CallFailedException.usage(
                    "\"%s\" is not the slug of an organization, which has 1 to 63 of the characters a to z, 0 to 9 and \"-\", and begins with a letter or digit."
                            .formatted(text));
        }
        return text;
    }

    private static URI parsed(String text) throws CallFailedException {
        try {
            var url = new URI(text.strip());
            return url.getHost() == null && WebUrl.read(url) instanceof WebUrl.Reading.Read(WebUrl read)
                    ? withHost(read)
                    : url;
        } catch (URISyntaxException malformed) {
            throw CallFailedException.usage("The URL of the server is not a URL.");
        }
    }

    /**
     * A host name in other scripts is converted to its ASCII form; the HTTP client does not support one with an
     * underscore.
     */
    private static URI withHost(WebUrl url) throws CallFailedException {
        if (url.uri().getHost() == null) {
            throw CallFailedException.usage(
                    "The host name in the URL of the server holds an underscore, and the command line cannot call it; use"
                            + " another name or the address.");
        }
        return url.uri();
    }

    /** Normalises the URL, because a stored login belongs to exactly one server. */
    private static String normal(URI url, String scheme) {
        boolean usual = url.getPort() == -1 || url.getPort() == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + (usual ? "" : ":" + url.getPort())
                + url.getRawPath();
    }

    private static String withoutSlash(String text) {
        String shorter = text;
        while (shorter.endsWith("/")) {
            shorter = shorter.substring(0, shorter.length() - 1);
        }
        return shorter;
    }

    /** Whether the server is on this machine. */
    public boolean isLoopback() {
        return LOOPBACK.contains(URI.create(base).getHost());
    }

    /** The URL as text. */
    public String value() {
        return base + organization.map(slug -> ORGANIZATIONS + slug).orElse("");
    }

    /** A URL below it. */
    URI resolve(String pathAndQuery) {
        return URI.create(value() + pathAndQuery);
    }

    @Override
    public String toString() {
        return value();
    }
}
