package dev.countersign.server.transport;

/** Event that notifies connections that the server stops: those without a request in progress close at once. */
enum StopEvent {
    STOPPING
}
