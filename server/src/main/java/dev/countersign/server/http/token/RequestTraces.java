package dev.countersign.server.http.token;

import dev.countersign.server.transport.ServerRequest;
import java.io.IOException;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/** Port to the traces of token requests. */
@FunctionalInterface
public interface RequestTraces {
    /** No request is traced. */
    RequestTraces OFF = (_, _, _, processing) -> {
        var _ = processing.run();
    };

    /**
     * Processes a request, in a trace of its own or in that of its caller. The caller's is named by the header {@code traceparent}
     * (W3C Trace Context §3.2), which is ignored unless there is one value that is valid.
     *
     * @param route makes the route of a path, which has a variable for the name of an organization
     * @param traceId receives the id of the trace before the processing, if the request is recorded in one
     */
    void trace(ServerRequest request, UnaryOperator<String> route, Consumer<String> traceId, Processing processing)
            throws IOException;

    /** The processing of the request. */
    @FunctionalInterface
    interface Processing {
        /** Answers the request, also when processing it fails, and returns the status of the response. */
        int run() throws IOException;
    }
}
