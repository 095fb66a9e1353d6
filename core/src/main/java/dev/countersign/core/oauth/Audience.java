package dev.countersign.core.oauth;

/** One value an {@code aud} claim may hold, compared as a plain string (RFC 7519 §4.1.3, RFC 10070 §4). */
public record Audience(String value) implements Comparable<Audience> {
    public Audience {
        value = PlainText.required(value, "an audience");
    }

    /** By value: hash tables of strangers' values stay fast however their hashes were chosen. */
    @Override
    public int compareTo(Audience other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
