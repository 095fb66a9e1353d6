package dev.countersign.core.oauth;

/** The {@code jti} of a token of our own, unique for ever (RFC 9068 §2.2). */
public record TokenId(String value) {
    public TokenId {
        value = PlainText.required(value, "a token id");
    }

    @Override
    public String toString() {
        return value;
    }
}
