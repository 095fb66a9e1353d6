package dev.countersign.server.transport;

/** The writer of responses to what is turned away before it is a request: broken HTTP, too much of it, too many at once. */
@FunctionalInterface
public interface TransportErrors {

    /** Sends a response with this status; called on an event loop, so it must not wait. */
    void refuse(ServerResponse response, int status);
}
