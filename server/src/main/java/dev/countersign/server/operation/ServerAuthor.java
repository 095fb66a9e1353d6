package dev.countersign.server.operation;

import dev.countersign.core.oauth.CorrelationId;

/** Names under which audit events have what is done by no person and no application. People cannot have them. */
public enum ServerAuthor {
    /** The server itself, such as its schedule of signing keys. */
    SERVER("countersign"),
    /** The environment of the start, which names the first administrators. */
    BOOTSTRAP("bootstrap"),
    /** The test issuer, which is registered and removed at the start. */
    TEST_ISSUER("test-issuer"),
    /** A sign-in that is refused to a person who is not known. */
    UNKNOWN("unknown");

    private final String word;

    ServerAuthor(String word) {
        this.word = word;
    }

    /** The name in audit events. */
    public String word() {
        return word;
    }

    /** The author of a change, without authority to grant scopes of this server's own administration. */
    public Administrator as(CorrelationId id) {
        return new Administrator(word, id);
    }
}
