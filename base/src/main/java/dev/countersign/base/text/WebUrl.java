package dev.countersign.base.text;

import java.net.IDN;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;

/**
 * A parsed absolute http or https URL: the same reader is used for saved URLs and for requests, so that every saved URL
 * can be requested.
 *
 * @param secure https rather than http
 * @param host in lower case and ASCII (RFC 5891), without brackets and trailing dot
 * @param path with the query, if any
 * @param uri the URL for storage: as written, or in ASCII where it was not
 */
public record WebUrl(boolean secure, String host, int port, String path, URI uri) {
    private static final int HTTPS_PORT = 443;
    private static final int HTTP_PORT = 80;
    private static final int GREATEST_PORT = 65_535;

    /** A parsed URL, or the reason for refusing it. */
    public sealed interface Reading {
        record Read(WebUrl url) implements Reading {}

        /**
         * Text that is not such a URL.
         *
         * @param reason a clause that does not repeat the URL, such as "the URL holds a space; write %20"
         */
        record Refused(String reason) implements Reading {}
    }

    /** Reads a URL. A fragment is ignored: it is never sent. */
    public static Reading read(String text) {
        Optional<String> fault = faultyCharacter(text);
        if (fault.isPresent()) {
            return new Reading.Refused(fault.get());
        }
        try {
            return read(new URI(text));
        } catch (URISyntaxException malformed) {
            return new Reading.Refused(
                    malformed.getIndex() < 0
                            ? "the URL cannot be read"
                            : "the URL cannot be read at its character " + (malformed.getIndex() + 1));
        }
    }

    /** Reads a URL that is a URI already. */
    public static Reading read(URI url) {
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
        String written = hasPort ? authority.substring(0, colon) : authority;
        Optional<String> host = host(written);
        Optional<Integer> port = port(hasPort ? authority.substring(colon + 1) : "", secure);
        if (host.isEmpty()) {
            return new Reading.Refused("the URL has no valid host");
        }
        if (port.isEmpty()) {
            return new Reading.Refused("the URL has no valid port");
        }
        URI kept = isAscii(url.toString()) ? url : ascii(url, scheme, host.get(), hasPort ? port : Optional.empty());
        return new Reading.Read(new WebUrl(secure, host.get(), port.get(), path(url), kept));
    }

    /** A host name without the trailing dot of the root domain. */
    public static String withoutFinalDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    /** The first character that RFC 3986 §2 does not permit, with its correct notation. */
    private static Optional<String> faultyCharacter(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == ' ') {
                return Optional.of("the URL holds a space; write %20");
            }
            if (Character.isWhitespace(c) || Character.isISOControl(c) || Character.isSpaceChar(c)) {
                return Optional.of("the URL holds a line break or another character that does not show");
            }
            if ("\"<>\\^`{|}".indexOf(c) >= 0) {
                return Optional.of("the URL holds %s, which has to be written as %%%s"
                        .formatted(c, Integer.toHexString(c).toUpperCase(Locale.ROOT)));
            }
        }
        return Optional.empty();
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(c -> c < 0x80);
    }

    private static URI ascii(URI url, String scheme, String host, Optional<Integer> port) {
        return URI.create(
                scheme + "://" + host + port.map(number -> ":" + number).orElse("") + pathAsWritten(url));
    }

    private static Optional<String> host(String text) {
        if (text.startsWith("[") && text.endsWith("]")) {
            return Optional.of(text.substring(1, text.length() - 1));
        }
        try {
            return Optional.of(withoutFinalDot(IDN.toASCII(text)).toLowerCase(Locale.ROOT))
                    .filter(host -> !host.isEmpty() && host.chars().allMatch(WebUrl::isHostCharacter));
        } catch (IllegalArgumentException notAName) {
            return Optional.empty();
        }
    }

    /** Letters, digits, dots and hyphens, and the underscore that is common in container networks. */
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
        String path = pathAsWritten(url);
        return path.isEmpty() || path.startsWith("?") ? "/" + path : path;
    }

    /** The path with the query, in ASCII. */
    private static String pathAsWritten(URI url) {
        URI ascii = URI.create(url.toASCIIString());
        String path = Optional.ofNullable(ascii.getRawPath()).orElse("");
        return ascii.getRawQuery() == null ? path : path + "?" + ascii.getRawQuery();
    }
}
