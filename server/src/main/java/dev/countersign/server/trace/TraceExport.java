package dev.countersign.server.trace;

import java.util.Optional;

/**
 * Settings of the export. Variables of OpenTelemetry ({@code OTEL_*}) in the environment of the process have precedence.
 *
 * @param endpoint base URL of an OTLP/HTTP receiver
 * @param samplePercent share of the requests without a caller's decision that are recorded
 * @param headers of each export, as {@code name=value} separated by commas; secret
 */
public record TraceExport(
        Optional<String> endpoint, String serviceName, int samplePercent, Optional<String> headers, String version) {

    /** Omits the headers. */
    @Override
    public String toString() {
        return "TraceExport[%s, %s, %s %%]".formatted(endpoint, serviceName, samplePercent);
    }
}
