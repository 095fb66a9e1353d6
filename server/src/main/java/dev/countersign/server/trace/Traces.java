package dev.countersign.server.trace;

import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.audit.TokenRequestTrace;
import dev.countersign.core.keys.JwksFetcher;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Consumer;

/** The traces of a server. Its only implementation is loaded when they are switched on. */
public interface Traces extends AutoCloseable {

    /**
     * Starts the export of traces.
     *
     * @throws UnusableTelemetryException when the settings cannot be used
     */
    static Traces start(TraceExport export) throws UnusableTelemetryException {
        return OpenTelemetryTraces.start(export);
    }

    /**
     * Processes a token request in a span, the child of the caller's if the headers name one. A status of 500 or more is an
     * error of the span; a refusal is none.
     *
     * @param traceId receives the id of the trace, if it is recorded
     */
    void request(TracedRequest request, Consumer<String> traceId, Work work) throws IOException;

    /** Work in a span. */
    @FunctionalInterface
    interface Work {
        /** Answers the request, and returns the status of the response. */
        int run() throws IOException;
    }

    /** The phases of token requests, each as a span. */
    TokenRequestTrace phases();

    /**
     * Receiver of events that describes them in the current span, and passes them on.
     *
     * @param organization the slug, or {@code root}
     */
    TokenEvents events(String organization, TokenEvents next);

    /** A fetcher with a span for each fetch. */
    JwksFetcher fetches(JwksFetcher fetcher);

    /** The headers that tell the receiver of a request of the current span. */
    Map<String, String> headers();

    /** An executor whose tasks belong to the span in which they are submitted. */
    ExecutorService carrying(ExecutorService executor);

    /** The id of the current trace, if it is recorded. */
    Optional<String> traceId();

    /** Exports what has ended, within a few seconds. */
    @Override
    void close();
}
