package dev.countersign.core.oauth;

/** The {@code jti} of a token issued by this server, unique forever (RFC 9068 §2.2). */
public record TokenId(String value) {
    public TokenId {
        value = PlainText.required(value, "a token id");
    }

    @Override
    public String toString() {
        return value;
    }
}
