package dev.countersign.server.transport;

/** A header field of a request or a response (RFC 9110 §5). */
public record Header(String name, String value) {
    public Header {
        if (name.isEmpty() || hasLineEnd(name) || hasLineEnd(value)) {
            throw new IllegalArgumentException("a header field holds no line end and has a name");
        }
    }

    private static boolean hasLineEnd(String text) {
        return text.chars().anyMatch(c -> c == '\r' || c == '\n' || c == 0);
    }
}
