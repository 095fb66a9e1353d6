package dev.countersign.server.transport.head;

import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/**
 * The target of a request in its parts (RFC 9112 §3.2).
 *
 * @param path begins with a slash, or is {@code *}
 * @param query without the question mark; empty when there is none
 * @param authority of the absolute form
 */
public record RequestTarget(String path, String query, Optional<String> authority) {

    private static final String PUNCTUATION = "-._~:/?[]@!$&'()*+,;=";
    /**
     * Characters that browsers leave unencoded in a query (URL Standard, query percent-encode set), although RFC 3986
     * does not permit them.
     */
    private static final String PUNCTUATION_OF_QUERY = PUNCTUATION + "\\^`{|}";

    /**
     * The parts of an origin form, an absolute form, or the asterisk; empty for anything else.
     *
     * @param http2 whether it is a {@code :path}, which has no absolute form (RFC 9113 §8.3.1)
     */
    public static Optional<RequestTarget> read(String target, boolean http2) {
        if (!isUriText(target)) {
            return Optional.empty();
        }
        if (target.charAt(0) == '/') {
            return Optional.of(of(target, Optional.empty()));
        }
        if (target.equals("*")) {
            return Optional.of(new RequestTarget(target, "", Optional.empty()));
        }
        String lower = target.toLowerCase(Locale.ROOT);
        int authority = lower.startsWith("https://") ? 8 : lower.startsWith("http://") ? 7 : -1;
        if (authority < 0 || http2) {
            return Optional.empty();
        }
        int end = authority;
        while (end < target.length() && target.charAt(end) != '/' && target.charAt(end) != '?') {
            end++;
        }
        if (end == authority) {
            return Optional.empty();
        }
        String rest = target.substring(end);
        return Optional.of(of(rest.startsWith("/") ? rest : "/" + rest, Optional.of(target.substring(authority, end))));
    }

    /** Whether the text consists of characters of RFC 3986 §2 and those of a browser's query, without a fragment. */
    private static boolean isUriText(String text) {
        String punctuation = PUNCTUATION;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '%') {
                if (i + 2 >= text.length()
                        || !HexFormat.isHexDigit(text.charAt(i + 1))
                        || !HexFormat.isHexDigit(text.charAt(i + 2))) {
                    return false;
                }
                i += 2;
            } else if (!(c >= 'a' && c <= 'z')
                    && !(c >= 'A' && c <= 'Z')
                    && !(c >= '0' && c <= '9')
                    && punctuation.indexOf(c) < 0) {
                return false;
            }
            if (c == '?') {
                punctuation = PUNCTUATION_OF_QUERY;
            }
        }
        return !text.isEmpty();
    }

    private static RequestTarget of(String pathAndQuery, Optional<String> authority) {
        int mark = pathAndQuery.indexOf('?');
        return mark < 0
                ? new RequestTarget(pathAndQuery, "", authority)
                : new RequestTarget(pathAndQuery.substring(0, mark), pathAndQuery.substring(mark + 1), authority);
    }
}
