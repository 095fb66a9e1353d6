package dev.countersign.server.transport;

import java.io.IOException;

/** The code that answers requests. It runs on a virtual thread of its own and may wait. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers one request.
     *
     * @throws IOException when the peer goes away in the middle of it; the connection ends then, and nothing is logged
     */
    void handle(ServerRequest request, ServerResponse response) throws IOException;
}
