package dev.countersign.core.jwt;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.oauth.PlainText;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.RejectionCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The value of a registered claim, read strictly in the form of RFC 7519 §4.1. */
public sealed interface ClaimValue<T> {
    /** Description of a valid identifier. */
    String TEXT = "a string that is not empty and holds no control character";

    /** A claim that is absent. */
    record Absent<T>() implements ClaimValue<T> {}

    /** A claim in another form. */
    record Malformed<T>(String expected, String actual, String hint) implements ClaimValue<T> {
        Malformed(String expected, String actual) {
            this(expected, actual, RejectionCode.ASSERTION_CLAIM_MALFORMED.remedy());
        }

        AssertionRejection rejection(String claim) {
            return new AssertionRejection.ClaimMalformed(claim, expected, actual, hint);
        }
    }

    /** A well-formed claim. */
    record Present<T>(T value) implements ClaimValue<T> {}

    /** A string that may be an identifier: not empty, and without control characters (RFC 7519 §2, StringOrURI). */
    static ClaimValue<String> text(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null) {
            return new Absent<>();
        }
        if (isIdentifier(value)) {
            return new Present<>((String) value);
        }
        return new Malformed<>(TEXT, kind(value));
    }

    /**
     * A string, or an array of strings; an element of another kind makes the whole claim malformed (RFC 7519 §4.1.3).
     */
    static ClaimValue<List<String>> texts(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null) {
            return new Absent<>();
        }
        if (isIdentifier(value)) {
            return new Present<>(List.of((String) value));
        }
        String expected = TEXT + ", or an array of such strings";
        if (!(value instanceof List<?> list) || list.isEmpty()) {
            return new Malformed<>(expected, kind(value));
        }
        var texts = new ArrayList<String>(list.size());
        for (Object member : list) {
            if (!isIdentifier(member)) {
                return new Malformed<>(expected, "an array that holds " + kind(member));
            }
            texts.add((String) member);
        }
        return new Present<>(texts);
    }

    /**
     * A NumericDate (RFC 7519 §2): a JSON number of seconds since 1970, within the years 1970 to 9999. A fraction is
     * truncated. A number costs no more than a comparison, however large its exponent.
     */
    static ClaimValue<Instant> date(Map<String, Object> claims, String name) {
        Object value = claims.get(name);
        if (value == null) {
            return new Absent<>();
        }
        if (value instanceof Long seconds) {
            return seconds >= 0 && seconds <= NumericDates.LAST_SECOND
                    ? new Present<>(Instant.ofEpochSecond(seconds))
                    : NumericDates.outside(seconds);
        }
        if (value instanceof BigDecimal number) {
            return NumericDates.ofDecimal(number);
        }
        return new Malformed<>(NumericDates.FORM, kind(value));
    }

    private static boolean isIdentifier(Object value) {
        return value instanceof String text && !text.isEmpty() && PlainText.isIdentifier(text);
    }

    /** The kind of a JSON value in words, without its content. */
    static String kind(Object value) {
        return switch (value) {
            case String text ->
                text.isEmpty()
                        ? "an empty string"
                        : PlainText.isIdentifier(text) ? "a string" : "a string with a control character";
            case Boolean _ -> "a boolean";
            case JsonNull _ -> "null";
            case List<?> list -> list.isEmpty() ? "an empty array" : "an array";
            case Map<?, ?> _ -> "an object";
            default -> "a number";
        };
    }
}
