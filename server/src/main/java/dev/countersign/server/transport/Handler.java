package dev.countersign.server.transport;

import java.io.IOException;

/** Handler of requests. It runs on a virtual thread of its own and may block. */
@FunctionalInterface
public interface Handler {

    /**
     * Answers one request.
     *
     * @throws IOException when the peer disconnects in the middle of it; the connection is then closed, and nothing is
     *     logged
     */
    void handle(ServerRequest request, ServerResponse response) throws IOException;
}
