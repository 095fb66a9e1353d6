package dev.countersign.server.management;

import dev.countersign.core.oauth.CorrelationId;

/**
 * Who changes something.
 *
 * @param name the client id or user name
 * @param correlationId of the request in which they do it
 */
public record Administrator(String name, CorrelationId correlationId) {}
