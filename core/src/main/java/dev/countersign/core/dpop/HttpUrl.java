package dev.countersign.core.dpop;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** The normal form of an HTTP URL, by which {@code htu} is compared (RFC 9449 §4.3 step 9, RFC 3986 §6.2). */
final class HttpUrl {
    private static final String UNRESERVED = "-._~";

    private HttpUrl() {}

    /**
     * The URL without query and fragment, after syntax-based and scheme-based normalization.
     *
     * @return empty for a text that is not an HTTP URL
     */
    static Optional<String> normalized(String text) {
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException noUrl) {
            return Optional.empty();
        }
        if (url.getScheme() == null || url.getHost() == null || url.getRawUserInfo() != null) {
            return Optional.empty();
        }
        String scheme = url.getScheme().toLowerCase(Locale.ROOT);
        int defaultPort = switch (scheme) {
            case "https" -> 443;
            case "http" -> 80;
            default -> 0;
        };
        if (defaultPort == 0) {
            return Optional.empty();
        }
        String port = url.getPort() < 0 || url.getPort() == defaultPort ? "" : ":" + url.getPort();
        return Optional.of(scheme + "://" + url.getHost().toLowerCase(Locale.ROOT) + port + path(url.getRawPath()));
    }

    /** RFC 3986 §6.2.2.2, §6.2.2.3, §6.2.3. */
    private static String path(String raw) {
        String path = withoutDotSegments(decodedUnreserved(raw));
        return path.isEmpty() ? "/" : path;
    }

    /** Decodes what needs no encoding, and writes the other octets in upper case. */
    private static String decodedUnreserved(String raw) {
        if (raw.indexOf('%') < 0) {
            return raw;
        }
        var decoded = new StringBuilder(raw.length());
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '%') {
                decoded.append(raw.charAt(i));
                continue;
            }
            // URI accepts only a percent sign with two hexadecimal digits
            char octet = (char) HexFormat.fromHexDigits(raw, i + 1, i + 3);
            if (isUnreserved(octet)) {
                decoded.append(octet);
            } else {
                decoded.append(raw.substring(i, i + 3).toUpperCase(Locale.ROOT));
            }
            i += 2;
        }
        return decoded.toString();
    }

    private static boolean isUnreserved(char octet) {
        return (octet >= 'a' && octet <= 'z')
                || (octet >= 'A' && octet <= 'Z')
                || (octet >= '0' && octet <= '9')
                || UNRESERVED.indexOf(octet) >= 0;
    }

    /** RFC 3986 §5.2.4, for an absolute path. */
    private static String withoutDotSegments(String path) {
        if (!path.contains("/.")) {
            return path;
        }
        var output = new StringBuilder(path.length());
        String input = path;
        while (!input.isEmpty()) {
            if (input.startsWith("/./") || input.equals("/.")) {
                input = "/" + input.substring(Math.min(3, input.length()));
            } else if (input.startsWith("/../") || input.equals("/..")) {
                input = "/" + input.substring(Math.min(4, input.length()));
                output.setLength(Math.max(0, output.lastIndexOf("/")));
            } else {
                int next = input.indexOf('/', 1);
                int end = next < 0 ? input.length() : next;
                output.append(input, 0, end);
                input = input.substring(end);
            }
        }
        return output.toString();
    }
}
