package dev.countersign.server.http;

import dev.countersign.server.transport.Handler;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import java.io.IOException;

/**
 * A public document that scripts of every origin may read (CORS): it is the same for every reader and independent of
 * credentials. For nothing else does the server send {@code Access-Control-Allow-Origin}.
 *
 * @param document the handler of GET and HEAD
 */
record PublicReading(Handler document) implements Handler {
    private static final Header EVERY_ORIGIN = new Header("Access-Control-Allow-Origin", "*");
    private static final Header METHODS = new Header("Access-Control-Allow-Methods", "GET, HEAD");
    private static final Header EVERY_HEADER = new Header("Access-Control-Allow-Headers", "*");
    private static final Header ONE_DAY = new Header("Access-Control-Max-Age", "86400");
    private static final Header ALLOW = new Header("Allow", "GET, HEAD, OPTIONS");

    @Override
    public void handle(ServerRequest request, ServerResponse response) throws IOException {
        response.header(EVERY_ORIGIN);
        if (request.method().equals("OPTIONS")) {
            response.header(ALLOW).header(METHODS).header(EVERY_HEADER).header(ONE_DAY);
            response.status(204).send();
        } else {
            document.handle(request, response);
        }
    }
}
