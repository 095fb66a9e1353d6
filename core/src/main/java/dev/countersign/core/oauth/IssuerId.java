package dev.countersign.core.oauth;

/** The opaque identifier under which a trusted token issuer is managed; never the {@code iss} value. */
public record IssuerId(String value) {
    public IssuerId {
        value = PlainText.required(value, "an issuer id");
    }

    @Override
    public String toString() {
        return value;
    }
}
