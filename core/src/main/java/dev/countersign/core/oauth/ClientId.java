package dev.countersign.core.oauth;

/**
 * The {@code client_id} of an application (RFC 6749 §2.2).
 *
 * @param value as registered; never blank
 */
public record ClientId(String value) {
    public ClientId {
        if (value.isBlank()) {
            throw new IllegalArgumentException("A client id is never blank");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
