package dev.countersign.server.web;

import dev.countersign.core.grant.RequestParameters;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.server.transport.RequestHeaders;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;

/**
 * The parameters of an {@code application/x-www-form-urlencoded} text, decoded once and strictly (RFC 6749 appendix B).
 * A parameter with an empty value is kept, but omitted by {@link #value} and {@link #values}: it counts as sent, and
 * its value as omitted (RFC 6749 §3.2).
 */
public final class FormBody implements RequestParameters {
    /** The media type of a form. */
    public static final String MEDIA_TYPE = "application/x-www-form-urlencoded";

    /** The form without parameters. */
    public static final FormBody EMPTY = new FormBody(List.of());

    /** More parameters than in any supported form. */
    private static final int MOST_PARAMETERS = 200;

    private final List<Parameter> parameters;

    private FormBody(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** One name and its value; its string form omits the value. */
    private record Parameter(String name, String value) {
        @Override
        public String toString() {
            return name + "=[redacted]";
        }
    }

    /** Whether a request states that its body is a form. */
    public static boolean isSentWith(RequestHeaders headers) {
        return headers.mediaTypes().stream().anyMatch(type -> type.startsWith(MEDIA_TYPE));
    }

    /** Decodes a form; a problem quotes nothing that was read. */
    public static Parsed<FormBody> decode(byte[] bytes) {
        var parameters = new ArrayList<Parameter>();
        int start = 0;
        while (start <= bytes.length) {
            int end = indexOf(bytes, '&', start, bytes.length);
            if (end > start) {
                int equals = indexOf(bytes, '=', start, end);
                Optional<String> name = decode(bytes, start, equals);
                Optional<String> value = equals < end ? decode(bytes, equals + 1, end) : Optional.of("");
                if (name.isEmpty() || value.isEmpty()) {
                    return new Parsed.Unreadable<>("a parameter is not percent-encoded UTF-8");
                }
                if (parameters.size() == MOST_PARAMETERS) {
                    return new Parsed.Unreadable<>("more than " + MOST_PARAMETERS + " parameters");
                }
                parameters.add(new Parameter(name.get(), value.get()));
            }
            start = end + 1;
        }
        return new Parsed.Read<>(new FormBody(List.copyOf(parameters)));
    }

    /**
     * Decodes one name or value; empty when it is not percent-encoded UTF-8, or contains an unencoded control
     * character.
     */
    public static Optional<String> decode(byte[] bytes, int start, int end) {
        int plain = start;
        while (plain < end && isPlain(bytes[plain])) {
            plain++;
        }
        if (plain == end) {
            return Optional.of(new String(bytes, start, end - start, StandardCharsets.US_ASCII));
        }
        byte[] octets = new byte[end - start];
        int length = 0;
        for (int i = start; i < end; i++) {
            int octet = bytes[i];
            if (octet == '%') {
                octet = i + 2 < end ? octet(bytes[i + 1], bytes[i + 2]) : -1;
                if (octet <= 0) {
                    return Optional.empty();
                }
                i += 2;
            } else if (octet == '+') {
                octet = ' ';
            } else if ((octet >= 0 && octet < ' ') || octet == 0x7F) {
                return Optional.empty();
            }
            octets[length++] = (byte) octet;
        }
        return utf8(ByteBuffer.wrap(octets, 0, length));
    }

    /** Whether the octet represents itself. */
    private static boolean isPlain(byte octet) {
        return octet >= ' ' && octet != '%' && octet != '+' && octet != 0x7F;
    }

    /** The octet of two hexadecimal digits; negative when one of them is not a digit. */
    private static int octet(byte high, byte low) {
        int first = high < 0 ? -1 : Character.digit(high, 16);
        int second = low < 0 ? -1 : Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : (first << 4) | second;
    }

    private static Optional<String> utf8(ByteBuffer octets) {
        try {
            // a separate decoder reports what the constructor of String would replace
            return Optional.of(
                    StandardCharsets.UTF_8.newDecoder().decode(octets).toString());
        } catch (CharacterCodingException notUtf8) {
            return Optional.empty();
        }
    }

    private static int indexOf(byte[] bytes, char wanted, int start, int end) {
        for (int i = start; i < end; i++) {
            if (bytes[i] == wanted) {
                return i;
            }
        }
        return end;
    }

    /** The value of a parameter; empty when it was not sent, or sent without a value. */
    @Override
    public Optional<String> value(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name) && !parameter.value().isEmpty()) {
                return Optional.of(parameter.value());
            }
        }
        return Optional.empty();
    }

    /** All values of a parameter in order, without empty ones. */
    @Override
    public List<String> values(String name) {
        List<String> values = List.of();
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name) && !parameter.value().isEmpty()) {
                values = values.isEmpty() ? new ArrayList<>(1) : values;
                values.add(parameter.value());
            }
        }
        return Collections.unmodifiableList(values);
    }

    /** Visits every parameter in order, including those with an empty value. */
    public void forEach(BiConsumer<String, String> parameter) {
        parameters.forEach(each -> parameter.accept(each.name(), each.value()));
    }

    /** Whether a parameter was sent, even without a value. */
    public boolean has(String name) {
        for (Parameter parameter : parameters) {
            if (parameter.name().equals(name)) {
                return true;
            }
        }
        return false;
    }

    /** The parameters with one of these names. */
    public FormBody only(Set<String> names) {
        return new FormBody(parameters.stream()
                .filter(parameter -> names.contains(parameter.name()))
                .toList());
    }

    /** A parameter that occurs more than once in this form, or in both forms together; the given names are exempt. */
    public Optional<String> repeated(FormBody other, Set<String> repeatable) {
        var seen = HashSet.<String>newHashSet(parameters.size() + other.parameters.size());
        Optional<String> here = repeated(seen, repeatable);
        return here.isPresent() ? here : other.repeated(seen, repeatable);
    }

    private Optional<String> repeated(Set<String> seen, Set<String> repeatable) {
        for (Parameter parameter : parameters) {
            if (!seen.add(parameter.name()) && !repeatable.contains(parameter.name())) {
                return Optional.of(parameter.name());
            }
        }
        return Optional.empty();
    }

    /** The names of the parameters, never their values. */
    @Override
    public String toString() {
        return parameters.stream().map(Parameter::name).toList().toString();
    }
}
