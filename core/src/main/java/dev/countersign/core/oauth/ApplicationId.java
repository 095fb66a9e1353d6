package dev.countersign.core.oauth;

/** The opaque identifier of an application in administration; never the OAuth client id. */
public record ApplicationId(String value) {
    public ApplicationId {
        value = PlainText.required(value, "an application id");
    }

    @Override
    public String toString() {
        return value;
    }
}
