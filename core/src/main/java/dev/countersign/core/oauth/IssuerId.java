package dev.countersign.core.oauth;

/** The opaque identifier of a trusted token issuer in administration; never the {@code iss} value. */
public record IssuerId(String value) {
    public IssuerId {
        value = PlainText.required(value, "an issuer id");
    }

    @Override
    public String toString() {
        return value;
    }
}
