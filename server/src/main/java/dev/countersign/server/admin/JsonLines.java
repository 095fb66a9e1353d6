package dev.countersign.server.admin;

import dev.countersign.core.jose.JsonText;
import dev.countersign.server.management.StoreUnavailableException;
import dev.countersign.server.web.Answers;
import dev.countersign.server.web.CorrelationIds;
import io.helidon.common.media.type.MediaType;
import io.helidon.common.media.type.MediaTypes;
import io.helidon.http.Header;
import io.helidon.http.HeaderNames;
import io.helidon.http.HeaderValues;
import io.helidon.http.Method;
import io.helidon.http.ServerRequestHeaders;
import io.helidon.webserver.CloseConnectionException;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;

/** An answer of one JSON object a line, written while it is read; it ends early when the caller goes away. */
final class JsonLines {
    private static final System.Logger LOG = System.getLogger(JsonLines.class.getName());
    private static final Header TYPE =
            HeaderValues.createCached(HeaderNames.CONTENT_TYPE, MediaTypes.APPLICATION_X_NDJSON_VALUE);

    private JsonLines() {}

    /** Whether the caller prefers lines to one JSON document (RFC 9110 §12.5.1). */
    static boolean areWanted(ServerRequestHeaders headers) {
        return headers.bestAccepted(MediaTypes.APPLICATION_JSON, MediaTypes.APPLICATION_X_NDJSON)
                .filter((MediaType best) -> best.equals(MediaTypes.APPLICATION_X_NDJSON))
                .isPresent();
    }

    /**
     * Writes all pages. When the store fails in the middle, the connection is broken off: an answer that ended as usual
     * would pass for a complete one.
     */
    static void write(ServerRequest request, ServerResponse response, LinePages pages) throws IOException {
        response.header(TYPE).header(Answers.NO_STORE);
        if (request.prologue().method().equals(Method.HEAD)) {
            response.send();
            return;
        }
        // not in a try: closing it would send the mark of a complete answer
        OutputStream out = response.outputStream();
        for (List<Map<String, Object>> page = pages.current(); !page.isEmpty(); page = next(response, pages)) {
            out.write(lines(page));
            out.flush();
        }
        out.close();
    }

    private static List<Map<String, Object>> next(ServerResponse response, LinePages pages) {
        try {
            pages.advance();
            return pages.current();
        } catch (StoreUnavailableException broken) {
            LOG.log(
                    Level.ERROR,
                    "The store failed within an answer, which was broken off; correlation id "
                            + CorrelationIds.of(response),
                    broken);
            throw new CloseConnectionException("the answer could not be completed", broken);
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
