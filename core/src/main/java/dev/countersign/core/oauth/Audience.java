package dev.countersign.core.oauth;

/** One value an {@code aud} claim may hold, compared as a plain string (RFC 7519 §4.1.3, RFC 10070 §4). */
public record Audience(String value) {
    public Audience {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an audience must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
