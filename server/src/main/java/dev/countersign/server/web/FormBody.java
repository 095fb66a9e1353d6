package dev.countersign.server.web;

import dev.countersign.core.grant.RequestParameters;
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
 * A parameter with an empty value is kept here, and left out by {@link #value} and {@link #values}: it counts as omitted
 * (RFC 6749 §3.2), and still as sent.
 */
public final class FormBody implements RequestParameters {
    /** The form without parameters. */
    public static final FormBody EMPTY = new FormBody(List.of());

    /** More than any form of ours has. */
    private static final int MOST_PARAMETERS = 200;

    private final List<Parameter> parameters;

    private FormBody(List<Parameter> parameters) {
        this.parameters = parameters;
    }

    /** One name and its value; nothing prints the value. */
    private record Parameter(String name, String value) {
        @Override
        public String toString() {
            return name + "=[redacted]";
        }
    }

    /** What came of decoding. */
    public sealed interface Decoding {
        record Decoded(FormBody form) implements Decoding {}

        /**
         * Not a form.
         *
         * @param problem in our own words; quotes nothing that was read
         */
        record Malformed(String problem) implements Decoding {}
    }

    /** Decodes a form. */
    public static Decoding decode(byte[] bytes) {
        var parameters = new ArrayList<Parameter>();
        int start = 0;
        while (start <= bytes.length) {
            int end = indexOf(bytes, '&', start, bytes.length);
            if (end > start) {
                int equals = indexOf(bytes, '=', start, end);
                Optional<String> name = decode(bytes, start, equals);
                Optional<String> value = equals < end ? decode(bytes, equals + 1, end) : Optional.of("");
                if (name.isEmpty() || value.isEmpty()) {
                    return new Decoding.Malformed("a parameter is not percent-encoded UTF-8");
                }
                if (parameters.size() == MOST_PARAMETERS) {
                    return new Decoding.Malformed("more than " + MOST_PARAMETERS + " parameters");
                }
                parameters.add(new Parameter(name.get(), value.get()));
            }
            start = end + 1;
        }
        return new Decoding.Decoded(new FormBody(List.copyOf(parameters)));
    }

    /** Decodes one name or value; empty when it is not percent-encoded UTF-8, or holds a control character unencoded. */
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

    /** Whether the octet stands for itself, and needs no look at its neighbours. */
    private static boolean isPlain(byte octet) {
        return octet >= ' ' && octet != '%' && octet != '+' && octet != 0x7F;
    }

    /** The octet of two hexadecimal digits; negative when one is none. */
    private static int octet(byte high, byte low) {
        int first = high < 0 ? -1 : Character.digit(high, 16);
        int second = low < 0 ? -1 : Character.digit(low, 16);
        return first < 0 || second < 0 ? -1 : (first << 4) | second;
    }

    private static Optional<String> utf8(ByteBuffer octets) {
        try {
            // a decoder of its own reports what the constructor of String would replace
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

    /** All values of a parameter in their order, without empty ones. */
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

    /** Every parameter in its order, those with an empty value too. */
    public void forEach(BiConsumer<String, String> parameter) {
        parameters.forEach(each -> parameter.accept(each.name(), each.value()));
    }

    /** Whether a parameter was sent, be it without a value. */
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

    /** A parameter that stands here, or here and in the other form together, more than once; those named may. */
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
