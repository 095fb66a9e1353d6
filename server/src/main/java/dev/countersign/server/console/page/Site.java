package dev.countersign.server.console.page;

import dev.countersign.core.oauth.ServerIdentity;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Location of the console.
 *
 * @param baseUrl of the server, without a slash at its end
 * @param served the paths of the console, the last one as a browser sees it, such as {@code /console}
 * @param cookies its cookies
 * @param base the path of the root organization as a browser sees it, without a slash at its end
 */
public record Site(String baseUrl, List<String> served, Cookies cookies, String base) {
    public static final String PATH = "/console";

    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

    /** Longer than any address of a page with its filters. */
    private static final int LONGEST_PAGE = 2000;

    /** Segments other than {@code .} and {@code ..}; the query is any text permitted in a URL. */
    private static final Pattern PAGE =
            Pattern.compile("(/(?!\\.{1,2}(?:[/?]|$))[A-Za-z0-9._~-]+)+/?(\\?[!-~&&[^\\\\#\"<>]]*)?");

    /** The console of a server, or of one organization. */
    public static Site of(ServerIdentity self) {
        return new Site(
                self.base(),
                self.ownPaths().stream().map(path -> path + PATH).toList(),
                Cookies.of(self.organizationPath()),
                basePath(self));
    }

    /** The path of the root organization as a browser sees it; at a host name of another organization there is none. */
    private static String basePath(ServerIdentity self) {
        return self.path().endsWith(self.organizationPath())
                ? self.path()
                        .substring(
                                0,
                                self.path().length() - self.organizationPath().length())
                : "";
    }

    /**
     * The console of another organization of the same server.
     *
     * @param organizationPath such as {@code /t/acme}; empty for the root
     */
    public Site elsewhere(String organizationPath) {
        return new Site(baseUrl, List.of(base + organizationPath + PATH), Cookies.of(organizationPath), base);
    }

    /** The path of the console as a browser sees it. */
    public String root() {
        return served.getLast();
    }

    /**
     * Whether the request was sent by a page of this console: its origin (RFC 6454) is the configured one or the one
     * that the request was addressed to. The scheme is part of the origin: a page of the same host loaded over plain
     * HTTP may come from an attacker on the network. Such a page is accepted only on this machine itself, and only for
     * a request that also came over plain HTTP.
     *
     * @param authority host and port of the request
     * @param overTls whether the connection uses TLS; it does not behind a proxy that terminates TLS
     */
    public boolean isOurs(String origin, Optional<String> authority, boolean overTls) {
        String given = origin.toLowerCase(Locale.ROOT);
        URI base = URI.create(baseUrl);
        String known = (base.getScheme() + "://" + base.getRawAuthority()).toLowerCase(Locale.ROOT);
        String called = authority.orElse("").toLowerCase(Locale.ROOT);
        return given.equals(known)
                || (!called.isEmpty() && given.equals("https://" + called))
                || (!overTls && LOOPBACK.matcher(called).matches() && given.equals("http://" + called));
    }

    /**
     * The page requested before signing in, as a path below the root of the console, with or without a query; empty for
     * any other text. Paths of the console need no percent-encoding and have no empty segments, so a text that a
     * browser or a proxy might interpret as {@code ..}, in any encoding, is refused rather than resolved.
     */
    public static Optional<String> within(Optional<String> path) {
        return path.filter(
                text -> text.length() <= LONGEST_PAGE && PAGE.matcher(text).matches() && !text.startsWith("/sign-"));
    }

    /** A value encoded for a query. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
