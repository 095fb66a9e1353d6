package dev.countersign.core.oauth;

/** The value of an {@code iss} claim, compared code point by code point (RFC 7523 §3 (1), RFC 7519 §4.1.1). */
public record IssuerIdentifier(String value) {
    public IssuerIdentifier {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an issuer identifier must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
