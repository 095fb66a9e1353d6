package dev.countersign.server.console;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the console lives.
 *
 * @param baseUrl of the server, without a slash at its end
 * @param root the path of the console as a browser sees it, such as {@code /console}
 */
record Site(String baseUrl, String root) {
    static final String PATH = "/console";

    static Site of(String baseUrl) {
        String base = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        return new Site(base, basePath(base) + PATH);
    }

    private static String basePath(String baseUrl) {
        return Optional.ofNullable(URI.create(baseUrl).getRawPath()).orElse("");
    }

    /** The path of the base URL, which a proxy may pass on or take away; empty when it has none. */
    String basePath() {
        return basePath(baseUrl);
    }

    /** Whether a page of ours sent this: its origin (RFC 6454) is the one we are known by, or the one we were called by. */
    boolean isOurs(String origin, Optional<String> authority) {
        String given = origin.toLowerCase(Locale.ROOT);
        URI base = URI.create(baseUrl);
        String known = base.getScheme() + "://" + base.getRawAuthority();
        List<String> called = authority
                .map(name -> List.of("https://" + name, "http://" + name))
                .orElse(List.of());
        return given.equals(known.toLowerCase(Locale.ROOT))
                || called.stream().anyMatch(name -> given.equals(name.toLowerCase(Locale.ROOT)));
    }

    /** Where a visitor wanted to go before signing in; never anywhere but within the console. */
    static Optional<String> within(Optional<String> path) {
        return path.filter(text -> text.startsWith("/")
                && !text.startsWith("//")
                && text.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '\\')
                && !text.startsWith("/sign-"));
    }

    /** A value as it stands in a query. */
    static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
