package dev.countersign.server.operation;

import dev.countersign.core.audit.EventAuthor;
import dev.countersign.core.oauth.CorrelationId;
import java.util.Optional;

/**
 * Author of an administrative change.
 *
 * @param name the client id or user name
 * @param correlationId of the request that makes the change
 * @param authority scopes of this server's own administration that the author may grant to applications
 * @param token the personal access token of the request; empty in the console, and for an application
 */
public record Administrator(String name, CorrelationId correlationId, Authority authority, Optional<TokenInUse> token) {

    /** An administrator without authority to grant scopes of this server's own administration. */
    public Administrator(String name, CorrelationId correlationId) {
        this(name, correlationId, Authority.none());
    }

    /** An administrator without a personal access token. */
    public Administrator(String name, CorrelationId correlationId, Authority authority) {
        this(name, correlationId, authority, Optional.empty());
    }

    /** The author as audit events have it. */
    public EventAuthor author() {
        return new EventAuthor(name, token.map(TokenInUse::label));
    }
}
