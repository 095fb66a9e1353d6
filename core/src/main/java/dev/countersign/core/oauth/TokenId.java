package dev.countersign.core.oauth;

/** The {@code jti} of a token of our own, unique for ever (RFC 9068 §2.2). */
public record TokenId(String value) {
    public TokenId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a token id must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
