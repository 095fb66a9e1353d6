package dev.countersign.server.admin;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.server.admin.call.LinePages;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.transport.ConnectionBrokenException;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.RequestHeaders;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.CorrelationIds;
import dev.countersign.server.web.Responses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

/** A response of one JSON object per line, written while it is read; it ends early when the caller disconnects. */
final class JsonLines {
    private static final System.Logger LOG = System.getLogger(JsonLines.class.getName());
    private static final String NDJSON = "application/x-ndjson";
    private static final Header TYPE = new Header("Content-Type", NDJSON);

    private JsonLines() {}

    /** Whether the caller prefers lines to one JSON document (RFC 9110 §12.5.1). */
    static boolean areWanted(RequestHeaders headers) {
        double lines = 0;
        double document = 0;
        for (AcceptedType accepted : AcceptedType.of(headers.values("Accept"))) {
            lines = accepted.isNamed(NDJSON) ? Math.max(lines, accepted.quality()) : lines;
            document = accepted.covers("application/json") ? Math.max(document, accepted.quality()) : document;
        }
        return lines > document;
    }

    /**
     * Writes all pages. When the store fails meanwhile, the connection is aborted: a normal end would make the response
     * appear complete.
     */
    static void write(ServerRequest request, ServerResponse response, LinePages pages) throws IOException {
        response.header(TYPE).header(Responses.NO_STORE);
        if (request.method().equals("HEAD")) {
            response.send();
            return;
        }
        // not in a try: closing it would mark the response as complete
        OutputStream out = response.outputStream();
        for (List<Map<String, Object>> page = pages.current(); !page.isEmpty(); page = next(response, pages)) {
            out.write(lines(page));
            out.flush();
        }
        out.close();
    }

    private static List<Map<String, Object>> next(ServerResponse response, LinePages pages)
            throws ConnectionBrokenException {
        try {
            pages.advance();
            return pages.current();
        } catch (StoreUnavailableException broken) {
            LOG.log(
                    Level.ERROR,
                    "The store failed within a response, which was aborted; correlation id "
                            + CorrelationIds.of(response),
                    broken);
            throw new ConnectionBrokenException("the answer could not be completed", broken);
        }
    }

    private static byte[] lines(List<Map<String, Object>> page) {
        var lines = new ByteArrayOutputStream(page.size() * 512);
        for (Map<String, Object> object : page) {
            lines.writeBytes(JsonText.write(object));
            lines.write('\n');
        }
        return lines.toByteArray();
    }
}
