package dev.countersign.server.net;

import java.net.IDN;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/**
 * A URL taken apart, once: what is checked here is what is called.
 *
 * @param secure https, not http
 * @param host in lower case and ASCII, without brackets or a final dot
 * @param path with the query, if there is one
 */
record FetchTarget(boolean secure, String host, int port, String path) {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int GREATEST_PORT = 65_535;

    /** A URL read, or why it cannot be called. */
    sealed interface Reading {
        /** A URL that may be called, if the addresses of its host may. */
        record Target(FetchTarget target) implements Reading {}

        /**
         * A URL that is not called.
         *
         * @param reason a clause that does not repeat the URL
         */
        record Refused(String reason) implements Reading {}
    }

    static Reading read(URI url) {
        String scheme = Optional.ofNullable(url.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https");
        if (!secure && !scheme.equals("http")) {
            return new Reading.Refused("the URL does not begin with https://");
        }
        String authority = Optional.ofNullable(url.getRawAuthority()).orElse("");
        if (authority.contains("@")) {
            return new Reading.Refused("the URL holds a user name or a password");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        Optional<String> host = host(hasPort ? authority.substring(0, colon) : authority);
        Optional<Integer> port = port(hasPort ? authority.substring(colon + 1) : "", secure);
        if (host.isEmpty()) {
            return new Reading.Refused("the URL has no valid host");
        }
        if (port.isEmpty()) {
            return new Reading.Refused("the URL has no valid port");
        }
        return new Reading.Target(new FetchTarget(secure, host.get(), port.get(), path(url)));
    }

    static String withoutFinalDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    private static Optional<String> host(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return Optional.of(text.substring(1, text.length() - 1));
        }
        try {
            return Optional.of(withoutFinalDot(IDN.toASCII(text)).toLowerCase(Locale.ROOT))
                    .filter(host -> !host.isEmpty() && host.chars().allMatch(FetchTarget::isHostCharacter));
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }

    /** Letters, digits, dots and hyphens, and the underscore that container networks are fond of. */
    private static boolean isHostCharacter(int c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_';
    }

    private static Optional<Integer> port(String text, boolean secure) {
        if (text.isEmpty()) {
            return Optional.of(secure ? HTTPS_PORT : HTTP_PORT);
        }
        try {
            return Optional.of(Integer.parseInt(text)).filter(port -> port > 0 && port <= GREATEST_PORT);
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static String path(URI url) {
        URI ascii = URI.create(url.toASCIIString());
        String path = Optional.ofNullable(ascii.getRawPath())
                .filter(given -> !given.isEmpty())
                .orElse("/");
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }
}
