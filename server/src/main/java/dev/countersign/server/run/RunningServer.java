package dev.countersign.server.run;

/** A server that answers requests. */
public interface RunningServer {

    ServerReport report();

    /** Lets requests in flight finish, ten seconds at most, then stops everything; a second call does nothing. */
    void stop();
}
