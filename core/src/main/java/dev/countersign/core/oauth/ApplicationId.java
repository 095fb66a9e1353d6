package dev.countersign.core.oauth;

/** The opaque identifier under which an application is managed; never the OAuth client id. */
public record ApplicationId(String value) {
    public ApplicationId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("an application id must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
