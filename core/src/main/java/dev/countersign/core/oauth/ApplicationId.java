package dev.countersign.core.oauth;

/** The opaque identifier under which an application is managed; never the OAuth client id. */
public record ApplicationId(String value) {
    public ApplicationId {
        value = PlainText.required(value, "an application id");
    }

    @Override
    public String toString() {
        return value;
    }
}
