package dev.countersign.core.oauth;

/** The identifier of a client, compared exactly (RFC 6749 §2.2). */
public record ClientId(String value) {
    public ClientId {
        if (value.isEmpty()) {
            throw new IllegalArgumentException("a client id must not be empty");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
