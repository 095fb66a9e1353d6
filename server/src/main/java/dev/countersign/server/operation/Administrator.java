package dev.countersign.server.operation;

import dev.countersign.core.oauth.CorrelationId;

/**
 * Who changes something.
 *
 * @param name the client id or user name
 * @param correlationId of the request in which they do it
 * @param authority which scopes of this server's own administration they may give to applications
 */
public record Administrator(String name, CorrelationId correlationId, Authority authority) {

    /** An administrator who gives away no scope of this server's own administration. */
    public Administrator(String name, CorrelationId correlationId) {
        this(name, correlationId, Authority.none());
    }
}
