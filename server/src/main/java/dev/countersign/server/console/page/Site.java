package dev.countersign.server.console.page;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where the console lives.
 *
 * @param baseUrl of the server, without a slash at its end
 * @param root the path of the console as a browser sees it, such as {@code /console}
 */
public record Site(String baseUrl, String root) {
    public static final String PATH = "/console";

    private static final Pattern LOOPBACK = Pattern.compile("(localhost|127(\\.[0-9]{1,3}){3}|\\[::1])(:[0-9]{1,5})?");

    /** Longer than any address of a page with its filters. */
    private static final int LONGEST_PAGE = 2000;

    /** Segments that are not {@code .} or {@code ..}; the query is whatever may stand in a URL. */
    private static final Pattern PAGE =
            Pattern.compile("(/(?!\\.{1,2}(?:[/?]|$))[A-Za-z0-9._~-]+)+/?(\\?[!-~&&[^\\\\#\"<>]]*)?");

    public static Site of(String baseUrl) {
        String base = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        return new Site(base, basePath(base) + PATH);
    }

    private static String basePath(String baseUrl) {
        return Optional.ofNullable(URI.create(baseUrl).getRawPath()).orElse("");
    }

    /** The path of the base URL, which a proxy may pass on or take away; empty when it has none. */
    public String basePath() {
        return basePath(baseUrl);
    }

    /**
     * Whether a page of ours sent this: its origin (RFC 6454) is the one we are known by, or the one we were called by.
     * The scheme belongs to the origin: a page of the same host that came in plain HTTP may be from anybody on the way. Only
     * on this machine itself, and only where the request came in plain HTTP too, is such a page ours.
     *
     * @param authority host and port of the request
     * @param overTls whether the connection is one of TLS; behind a proxy that terminates TLS it is not
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
     * Where a visitor wanted to go before signing in, as a path below the root of the console with or without a query; empty
     * for anything else. Paths of the console need no percent-encoding and have no empty segments, so what a browser or a proxy
     * might take for {@code ..}, in any encoding, is never let through rather than resolved here.
     */
    public static Optional<String> within(Optional<String> path) {
        return path.filter(
                text -> text.length() <= LONGEST_PAGE && PAGE.matcher(text).matches() && !text.startsWith("/sign-"));
    }

    /** A value as it stands in a query. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
