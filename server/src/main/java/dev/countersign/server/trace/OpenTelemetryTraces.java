package dev.countersign.server.trace;

import dev.countersign.base.text.FailureText;
import dev.countersign.base.text.UrlSecrets;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.audit.TokenRequestTrace;
import dev.countersign.core.keys.JwksFetcher;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Traces by the SDK of OpenTelemetry. Its exporter has a queue of bounded length, which drops spans when the collector does
 * not take them, and threads of its own: no request waits for it.
 */
final class OpenTelemetryTraces implements Traces {
    private static final String PARENT = "traceparent";
    private static final String ERROR_TYPE = "error.type";
    private static final int SERVER_ERROR = 500;
    private static final long CLOSED_WITHIN_SECONDS = 5;

    private final OpenTelemetrySdk sdk;
    private final Tracer tracer;

    private OpenTelemetryTraces(OpenTelemetrySdk sdk, String version) {
        this.sdk = sdk;
        this.tracer = sdk.getTracer("dev.countersign", version);
    }

    static Traces start(TraceExport export) throws UnusableTelemetryException {
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .addPropertiesSupplier(() -> properties(export))
                    // metrics are at /metrics, and the log is a stream
                    .addPropertiesCustomizer(_ -> Map.of("otel.metrics.exporter", "none", "otel.logs.exporter", "none"))
                    .disableShutdownHook()
                    .build()
                    .getOpenTelemetrySdk();
            return new OpenTelemetryTraces(sdk, export.version());
        } catch (ConfigurationException | IllegalArgumentException | IllegalStateException unusable) {
            throw new UnusableTelemetryException(UrlSecrets.removed(FailureText.of(unusable)), unusable);
        }
    }

    /** The settings as properties of OpenTelemetry, which its variables override. */
    private static Map<String, String> properties(TraceExport export) {
        var properties = new HashMap<String, String>();
        properties.put("otel.service.name", export.serviceName());
        properties.put("otel.exporter.otlp.protocol", "http/protobuf");
        properties.put("otel.traces.sampler", "parentbased_traceidratio");
        properties.put("otel.traces.sampler.arg", Double.toString(export.samplePercent() / 100.0));
        export.endpoint().ifPresent(endpoint -> properties.put("otel.exporter.otlp.endpoint", endpoint));
        export.headers().ifPresent(headers -> properties.put("otel.exporter.otlp.headers", headers));
        return properties;
    }

    @Override
    public void request(TracedRequest request, Consumer<String> traceId, Work work) throws IOException {
        Span span = tracer.spanBuilder("token request")
                .setSpanKind(SpanKind.SERVER)
                .setParent(caller(request.traceparent()))
                .setAttribute("http.request.method", request.method())
                .setAttribute("http.route", request.route())
                .setAttribute("url.path", request.path())
                .setAttribute("url.scheme", request.scheme())
                .startSpan();
        try (Scope _ = span.makeCurrent()) {
            traceId().ifPresent(traceId);
            answered(span, work.run());
        } catch (IOException | RuntimeException broken) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(ERROR_TYPE, broken.getClass().getName());
            throw broken;
        } finally {
            span.end();
        }
    }

    /** Semantic conventions for HTTP spans: the status of a server's span is an error for 5xx alone. */
    private static void answered(Span span, int status) {
        span.setAttribute("http.response.status_code", status);
        if (status >= SERVER_ERROR) {
            span.setStatus(StatusCode.ERROR);
            span.setAttribute(ERROR_TYPE, Integer.toString(status));
        }
    }

    /**
     * W3C Trace Context §3.2: several parents are as good as none. The {@code tracestate} beside it is not read, because it would
     * be exported: it is text of a caller that has proved nothing.
     */
    private static Context caller(List<String> traceparent) {
        if (traceparent.size() != 1) {
            return Context.root();
        }
        Map<String, String> headers = Map.of(PARENT, traceparent.getFirst());
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), headers, new HeaderReader());
    }

    private static final class HeaderReader implements TextMapGetter<Map<String, String>> {
        @Override
        public @Nullable String get(@Nullable Map<String, String> headers, String name) {
            return headers == null ? null : headers.get(name);
        }
    }

    @Override
    public TokenRequestTrace phases() {
        return new PhaseSpans(tracer);
    }

    @Override
    public TokenEvents events(String organization, TokenEvents next) {
        return new DescribedTokenEvents(organization, next);
    }

    @Override
    public JwksFetcher fetches(JwksFetcher fetcher) {
        return new FetchSpans(tracer, fetcher);
    }

    @Override
    public Map<String, String> headers() {
        var headers = new HashMap<String, String>();
        W3CTraceContextPropagator.getInstance()
                .inject(Context.current(), headers, (_, name, value) -> headers.put(name, value));
        return headers;
    }

    @Override
    public ExecutorService carrying(ExecutorService executor) {
        return Context.taskWrapping(executor);
    }

    @Override
    public Optional<String> traceId() {
        SpanContext current = Span.current().getSpanContext();
        return current.isSampled() ? Optional.of(current.getTraceId()) : Optional.empty();
    }

    @Override
    public void close() {
        var _ = sdk.shutdown().join(CLOSED_WITHIN_SECONDS, TimeUnit.SECONDS);
    }
}
