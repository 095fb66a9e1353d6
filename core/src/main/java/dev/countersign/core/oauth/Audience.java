package dev.countersign.core.oauth;

/** One value of an {@code aud} claim, compared as a plain string (RFC 7519 §4.1.3, RFC 10070 §4). */
public record Audience(String value) implements Comparable<Audience> {
    public Audience {
        value = PlainText.required(value, "an audience");
    }

    /** By value, so that hash tables of external values remain fast even if their hashes collide. */
    @Override
    public int compareTo(Audience other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
