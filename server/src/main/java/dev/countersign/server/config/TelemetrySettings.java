package dev.countersign.server.config;

import java.util.Optional;

/**
 * Table {@code [telemetry]}: the export of traces.
 *
 * @param headers of each export; secret
 */
public record TelemetrySettings(
        boolean enabled, Optional<String> endpoint, String serviceName, int samplePercent, Optional<String> headers) {

    /** Omits the headers. */
    @Override
    public String toString() {
        return "TelemetrySettings[%s, %s, %s, %s %%]".formatted(enabled, endpoint, serviceName, samplePercent);
    }
}
