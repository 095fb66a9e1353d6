package dev.countersign.server.http.token;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/** Port to the traces of token requests. */
@FunctionalInterface
public interface RequestTraces {
    /** No request is traced. */
    RequestTraces OFF = (_, _, processing) -> processing.run();

    /**
     * Processes a request, in a trace of its own or in that of its caller.
     *
     * @param traceparent the values of the header (W3C Trace Context §3.2); ignored unless there is one that is valid
     * @param traceId receives the id of the trace before the processing, if the request is recorded in one
     */
    void trace(List<String> traceparent, Consumer<String> traceId, Processing processing) throws IOException;

    /** The processing of the request. */
    @FunctionalInterface
    interface Processing {
        void run() throws IOException;
    }
}
