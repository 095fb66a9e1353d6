package dev.countersign.core.oauth;

/** The opaque identifier under which a trusted token issuer is managed; never the {@code iss} value. */
public record IssuerId(String value) {
    public IssuerId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an issuer id must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
