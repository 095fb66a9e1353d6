package dev.countersign.server.transport;

/** The event by which connections learn that the server stops: those without a request under way close at once. */
enum StopEvent {
    STOPPING
}
