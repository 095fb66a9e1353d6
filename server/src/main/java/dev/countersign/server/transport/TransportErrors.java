package dev.countersign.server.transport;

/**
 * Writer of responses to input refused before it is a request: malformed or too large HTTP, or too many requests at
 * once.
 */
@FunctionalInterface
public interface TransportErrors {

    /** Sends a response with this status; called on an event loop, so it must not block. */
    void refuse(ServerResponse response, int status);
}
