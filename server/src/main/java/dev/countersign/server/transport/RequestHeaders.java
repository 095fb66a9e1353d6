package dev.countersign.server.transport;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/** The header fields of a request; names are compared without regard to case (RFC 9110 §5.1). */
public final class RequestHeaders {
    /** More digits than in any accepted length. */
    private static final int MOST_DIGITS = 18;

    private final HttpHeaders fields;

    RequestHeaders(HttpHeaders fields) {
        this.fields = fields;
    }

    /** Every value of this name, in the order of arrival; empty when there is none. */
    public List<String> values(String name) {
        return fields.getAll(name);
    }

    /** The first value of this name. */
    public Optional<String> first(String name) {
        return Optional.ofNullable(fields.get(name));
    }

    /** Whether there is a field of this name. */
    public boolean contains(String name) {
        return fields.contains(name);
    }

    /** The names of the fields, in lower case. */
    public Set<String> names() {
        return fields.names().stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
    }

    /** The media types of the {@code Content-Type} fields, in lower case and without parameters (RFC 9110 §8.3.1). */
    public List<String> mediaTypes() {
        return values("Content-Type").stream()
                .map(type -> type.split(";", 2)[0].strip().toLowerCase(Locale.ROOT))
                .toList();
    }

    /** {@code Content-Length}; empty when it is absent or not a number. */
    public OptionalLong contentLength() {
        String text = fields.get(HttpHeaderNames.CONTENT_LENGTH);
        boolean digits = text != null
                && !text.isEmpty()
                && text.length() <= MOST_DIGITS
                && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    @Override
    public String toString() {
        return "RequestHeaders[redacted]";
    }
}
