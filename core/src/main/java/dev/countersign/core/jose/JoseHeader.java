package dev.countersign.core.jose;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.json.Parsed;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Members of a JOSE header that Countersign reads (RFC 7515 §4). Everything else in it is ignored, above all the
 * members that offer a key or a URL of one ({@code jku}, {@code x5u}, {@code x5c}): a token never supplies its own key.
 *
 * @param algorithm {@code alg} as written; possibly not supported
 * @param keyId {@code kid}
 * @param type {@code typ} as written
 * @param contentType {@code cty} as written
 * @param critical the names among {@code crit} and {@code b64} that the header contains. No extension is supported, so
 *     any {@code crit} is refused (RFC 7515 §4.1.11), and so is {@code b64} in a JWT (RFC 7797 §7)
 * @param offeredKey {@code jwk} if it is an object: the key of a DPoP proof (RFC 9449 §4.2), and of nothing else
 */
public record JoseHeader(
        String algorithm,
        Optional<String> keyId,
        Optional<String> type,
        Optional<String> contentType,
        Optional<String> critical,
        Optional<Map<String, Object>> offeredKey) {

    /**
     * Reads a header. An optional member that is null counts as absent; {@code crit} and {@code b64} are not optional.
     */
    static Parsed<JoseHeader> read(Map<String, Object> members) {
        if (!(members.get("alg") instanceof String algorithm) || algorithm.isEmpty()) {
            return new Parsed.Unreadable<>("alg is not a string with content");
        }
        for (var name : new String[] {"kid", "typ", "cty"}) {
            Object value = members.get(name);
            if (value != null && value != JsonNull.NULL && !(value instanceof String)) {
                return new Parsed.Unreadable<>(name + " is not a string");
            }
        }
        return new Parsed.Read<>(new JoseHeader(
                algorithm,
                text(members, "kid"),
                text(members, "typ"),
                text(members, "cty"),
                critical(members),
                object(members.get("jwk"))));
    }

    private static Optional<String> text(Map<String, Object> members, String name) {
        return members.get(name) instanceof String text ? Optional.of(text) : Optional.empty();
    }

    @SuppressWarnings("unchecked") // the names of an object's members are strings
    private static Optional<Map<String, Object>> object(@Nullable Object value) {
        return value instanceof Map<?, ?> members ? Optional.of((Map<String, Object>) members) : Optional.empty();
    }

    private static Optional<String> critical(Map<String, Object> members) {
        boolean crit = members.containsKey("crit");
        boolean b64 = members.containsKey("b64");
        if (crit) {
            return Optional.of(b64 ? "crit, b64" : "crit");
        }
        return b64 ? Optional.of("b64") : Optional.empty();
    }
}
