package dev.countersign.core.oauth;

/** The value of an {@code iss} claim, compared code point by code point (RFC 7523 §3 (1), RFC 7519 §4.1.1). */
public record IssuerIdentifier(String value) implements Comparable<IssuerIdentifier> {
    public IssuerIdentifier {
        value = PlainText.required(value, "an issuer identifier");
    }

    /** By value, so that hash tables of external values remain fast even if their hashes collide. */
    @Override
    public int compareTo(IssuerIdentifier other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
