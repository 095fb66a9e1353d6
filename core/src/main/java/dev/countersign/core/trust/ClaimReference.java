package dev.countersign.core.trust;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reference to a value among the claims: the name of a claim, or, beginning with a slash, a JSON Pointer into them (RFC
 * 6901).
 */
public final class ClaimReference {
    private static final int MOST_INDEX_DIGITS = 6;

    private ClaimReference() {}

    /** Whether the text is a name, or a pointer whose escapes are whole (RFC 6901 §3). */
    public static boolean isWellFormed(String reference) {
        return !isPointer(reference) || !reference.matches("(?s).*~(?![01]).*");
    }

    private static boolean isPointer(String reference) {
        return reference.startsWith("/");
    }

    /** The value that is referred to; empty when there is none. */
    public static Optional<Object> find(Map<String, Object> claims, String reference) {
        if (!isPointer(reference)) {
            return Optional.ofNullable(claims.get(reference));
        }
        Optional<Object> found = Optional.of(claims);
        for (String token : reference.substring(1).split("/", -1)) {
            String name = token.replace("~1", "/").replace("~0", "~");
            found = found.flatMap(value -> step(value, name));
        }
        return found;
    }

    /** RFC 6901 §4. */
    private static Optional<Object> step(Object value, String name) {
        return switch (value) {
            case Map<?, ?> members -> Optional.ofNullable(members.get(name));
            case List<?> elements
            when name.matches("0|[1-9][0-9]*")
                    && name.length() <= MOST_INDEX_DIGITS
                    && Integer.parseInt(name) < elements.size() ->
                Optional.ofNullable(elements.get(Integer.parseInt(name)));
            default -> Optional.empty();
        };
    }
}
