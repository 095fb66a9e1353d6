package dev.countersign.core.trust;

import dev.cel.common.values.NullValue;
import dev.countersign.core.jose.json.JsonNull;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Claims as CEL sees them: its own null, and doubles for numbers that are not whole. */
final class CelClaims {
    /** A pattern is matched in time linear to the text, and a condition may match it once an iteration. */
    static final int LONGEST_TEXT = 8192;

    private CelClaims() {}

    /** Whether a text among the claims, at any depth, is too long to be looked through again and again. */
    static boolean hasLongText(Object value) {
        return switch (value) {
            case String text -> text.length() > LONGEST_TEXT;
            case List<?> list -> list.stream().anyMatch(CelClaims::hasLongText);
            case Map<?, ?> object -> object.values().stream().anyMatch(CelClaims::hasLongText);
            default -> false;
        };
    }

    static Map<String, Object> of(Map<String, Object> claims) {
        var converted = new HashMap<String, Object>(claims.size() * 2);
        claims.forEach((name, value) -> converted.put(name, convert(value)));
        return converted;
    }

    private static Object convert(Object value) {
        return switch (value) {
            case JsonNull _ -> NullValue.NULL_VALUE;
            case BigDecimal number -> number.doubleValue();
            case List<?> list -> list.stream().map(CelClaims::convert).toList();
            case Map<?, ?> object -> {
                var converted = new HashMap<Object, Object>(object.size() * 2);
                object.forEach((name, member) -> converted.put(name, convert(member)));
                yield converted;
            }
            default -> value;
        };
    }
}
