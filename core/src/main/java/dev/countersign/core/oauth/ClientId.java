package dev.countersign.core.oauth;

/** The identifier of a client, compared exactly (RFC 6749 §2.2). */
public record ClientId(String value) implements Comparable<ClientId> {
    public ClientId {
        value = PlainText.required(value, "a client id");
    }

    /** By value, so that hash tables of external values remain fast even if their hashes collide. */
    @Override
    public int compareTo(ClientId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
