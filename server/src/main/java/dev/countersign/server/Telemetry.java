package dev.countersign.server;

import dev.countersign.cli.BuildVersion;
import dev.countersign.core.audit.TokenEvents;
import dev.countersign.core.audit.TokenRequestTrace;
import dev.countersign.core.keys.JwksFetcher;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.TelemetrySettings;
import dev.countersign.server.http.token.RequestTraces;
import dev.countersign.server.metrics.Meters;
import dev.countersign.server.net.HttpJwksFetcher;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.trace.TraceExport;
import dev.countersign.server.trace.TracedRequest;
import dev.countersign.server.trace.Traces;
import dev.countersign.server.trace.UnusableTelemetryException;
import dev.countersign.server.transport.ServerRequest;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;

/**
 * Connection of the parts of a server with its traces. Where they are switched off, each part is as it would be without
 * them, and no class of OpenTelemetry is loaded.
 */
record Telemetry(Optional<Traces> traces) {

    static Telemetry start(Deployment deployment) throws StartRefusedException {
        TelemetrySettings settings = deployment.telemetry();
        if (!settings.enabled()) {
            return new Telemetry(Optional.empty());
        }
        try {
            return new Telemetry(Optional.of(Traces.start(new TraceExport(
                    settings.endpoint(),
                    settings.serviceName(),
                    settings.samplePercent(),
                    settings.headers(),
                    BuildVersion.current()))));
        } catch (UnusableTelemetryException unusable) {
            throw StartRefusedException.configuration(
                    "telemetry, or a variable of OpenTelemetry (OTEL_*): " + unusable.getMessage());
        }
    }

    /** The id of the trace in which a thread works, for exemplars. */
    Supplier<Optional<String>> traceId() {
        return traces.<Supplier<Optional<String>>>map(on -> on::traceId).orElse(Meters.NO_TRACES);
    }

    /** The traces of requests at the token endpoint. */
    RequestTraces requests() {
        return traces.<RequestTraces>map(on -> (request, route, traceId, processing) ->
                        on.request(described(request, route.apply(request.path())), traceId, processing::run))
                .orElse(RequestTraces.OFF);
    }

    private static TracedRequest described(ServerRequest request, String route) {
        return new TracedRequest(
                request.method(),
                request.isSecure() ? "https" : "http",
                request.path(),
                route,
                request.headers().values("traceparent"));
    }

    TokenRequestTrace phases() {
        return traces.map(Traces::phases).orElse(TokenRequestTrace.OFF);
    }

    TokenEvents events(String organization, TokenEvents next) {
        return traces.map(on -> on.events(organization, next)).orElse(next);
    }

    /** The fetcher, which tells the receivers of its requests the span to which they belong. */
    JwksFetcher fetches(HttpJwksFetcher fetcher) {
        return traces.map(on -> on.fetches(fetcher.sending(on::headers))).orElse(fetcher);
    }

    /** An executor whose tasks belong to the request that submits them. */
    ExecutorService carrying(ExecutorService executor) {
        return traces.map(on -> on.carrying(executor)).orElse(executor);
    }

    void close() {
        traces.ifPresent(Traces::close);
    }
}
