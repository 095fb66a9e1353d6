package dev.countersign.core.oauth;

/** The opaque identifier under which an API resource is managed; never its audience. */
public record ApiResourceId(String value) {
    public ApiResourceId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an API resource id must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
