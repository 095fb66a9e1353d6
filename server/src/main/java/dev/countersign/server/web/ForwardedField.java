package dev.countersign.server.web;

import dev.countersign.server.address.IpLiteral;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Grammar of the {@code Forwarded} header field (RFC 7239 §4, §6). */
final class ForwardedField {
    private static final String TOKEN_SIGNS = "!#$%&'*+-.^_`|~";

    private static final Pattern NODE = Pattern.compile(
            "(?:(?<four>[0-9.]+)|\\[(?<six>[0-9A-Fa-f:.]+)])" + "(?::(?:[0-9]{1,5}|_[A-Za-z0-9._-]+))?");

    private ForwardedField() {}

    /** The elements between the commas outside quoted strings; empty when a quoted string does not end. */
    static Optional<List<String>> elements(String field) {
        var elements = new ArrayList<String>();
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < field.length(); i++) {
            char character = field.charAt(i);
            if (quoted && character == '\\') {
                i++;
            } else if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                addUnlessEmpty(elements, field.substring(start, i));
                start = i + 1;
            }
        }
        addUnlessEmpty(elements, field.substring(start));
        return quoted ? Optional.empty() : Optional.of(elements);
    }

    /** Empty elements are ignored (RFC 9110 §5.6.1.2). */
    private static void addUnlessEmpty(List<String> elements, String element) {
        var text = trimmed(element);
        if (!text.isEmpty()) {
            elements.add(text);
        }
    }

    /** The address in the {@code for} parameter of an element; empty when there is none or the element is malformed. */
    static Optional<InetAddress> client(String element) {
        Set<String> names = new HashSet<>();
        Optional<InetAddress> client = Optional.empty();
        int at = 0;
        while (at < element.length()) {
            if (element.charAt(at) == ';') {
                at++;
                continue;
            }
            int equals = endOfToken(element, at);
            int end = equals > at && equals < element.length() && element.charAt(equals) == '='
                    ? endOfValue(element, equals + 1)
                    : -1;
            if (end < 0 || (end < element.length() && element.charAt(end) != ';')) {
                return Optional.empty();
            }
            var name = element.substring(at, equals).toLowerCase(Locale.ROOT);
            if (!names.add(name)) {
                return Optional.empty(); // each parameter at most once (RFC 7239 §4)
            }
            if (name.equals("for")) {
                client = node(unquoted(element.substring(equals + 1, end)));
            }
            at = end;
        }
        return client;
    }

    private static int endOfToken(String text, int start) {
        int at = start;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        return at;
    }

    private static boolean isTokenCharacter(char character) {
        return (character >= '0' && character <= '9')
                || (character >= 'A' && character <= 'Z')
                || (character >= 'a' && character <= 'z')
                || TOKEN_SIGNS.indexOf(character) >= 0;
    }

    /** The end of a token or a quoted string (RFC 9110 §5.6.2, §5.6.4); negative when neither starts here. */
    private static int endOfValue(String text, int start) {
        if (start == text.length() || text.charAt(start) != '"') {
            int end = endOfToken(text, start);
            return end > start ? end : -1;
        }
        for (int at = start + 1; at < text.length(); at++) {
            char character = text.charAt(at);
            if (character == '"') {
                return at + 1;
            }
            if (character == '\\') {
                at++;
            }
            if (at == text.length() || isControl(text.charAt(at))) {
                return -1;
            }
        }
        return -1;
    }

    private static boolean isControl(char character) {
        return (character < ' ' && character != '\t') || character == 0x7F;
    }

    private static String unquoted(String value) {
        if (!value.startsWith("\"")) {
            return value;
        }
        var plain = new StringBuilder(value.length());
        for (int at = 1; at < value.length() - 1; at++) {
            if (value.charAt(at) == '\\') {
                at++;
            }
            plain.append(value.charAt(at));
        }
        return plain.toString();
    }

    /** The address of a {@code node} (RFC 7239 §6); empty for {@code unknown} and obfuscated identifiers. */
    private static Optional<InetAddress> node(String text) {
        var node = NODE.matcher(text);
        if (!node.matches()) {
            return Optional.empty();
        }
        var four = Optional.ofNullable(node.group("four"));
        return four.isPresent() ? four.flatMap(IpLiteral::read) : bracketed(node.group("six"));
    }

    /** The IPv6 address between brackets. */
    static Optional<InetAddress> bracketed(String text) {
        return text.indexOf(':') < 0 ? Optional.empty() : IpLiteral.read(text);
    }

    /** The text without the optional white space around it (RFC 9110 §5.6.3). */
    static String trimmed(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isBlank(text.charAt(start))) {
            start++;
        }
        while (end > start && isBlank(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isBlank(char character) {
        return character == ' ' || character == '\t';
    }
}
