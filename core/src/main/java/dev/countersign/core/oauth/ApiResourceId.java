package dev.countersign.core.oauth;

/** The opaque identifier of an API resource in administration; never its audience. */
public record ApiResourceId(String value) {
    public ApiResourceId {
        value = PlainText.required(value, "an API resource id");
    }

    @Override
    public String toString() {
        return value;
    }
}
