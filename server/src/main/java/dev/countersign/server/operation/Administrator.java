package dev.countersign.server.operation;

import dev.countersign.core.oauth.CorrelationId;

/**
 * Author of an administrative change.
 *
 * @param name the client id or user name
 * @param correlationId of the request that makes the change
 * @param authority scopes of this server's own administration that the author may grant to applications
 */
public record Administrator(String name, CorrelationId correlationId, Authority authority) {

    /** An administrator without authority to grant scopes of this server's own administration. */
    public Administrator(String name, CorrelationId correlationId) {
        this(name, correlationId, Authority.none());
    }
}
