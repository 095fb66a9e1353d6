package dev.countersign.server.run;

/** A server that answers requests. */
public interface RunningServer {

    ServerReport report();

    /** Waits for requests in progress, ten seconds at most, and stops everything; a second call has no effect. */
    void stop();
}
