package dev.countersign.core.keys;

/** The identifier of an owner of keys, unique in one keyring: that of a trusted token issuer or of an application. */
public record KeyOwnerId(String value) {
    @Override
    public String toString() {
        return value;
    }
}
