package dev.countersign.server.config.setting;

import dev.countersign.base.text.WebUrl;
import java.util.Optional;
import java.util.regex.Pattern;

/** The settings of the export of traces. */
public final class TelemetrySetting {
    private static final String SECTION = "telemetry";

    private static final Pattern HEADERS =
            Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]+=[!-~&&[^,]]+(,[!#$%&'*+.^_`|~0-9A-Za-z-]+=[!-~&&[^,]]+)*");

    public static final Setting<Boolean> ENABLED = Setting.of(
            SECTION,
            "enabled",
            ValueTypes.bool(),
            false,
            "Whether traces of token requests are exported over OTLP/HTTP; see [operations](operations.md#traces). The"
                    + " variables of OpenTelemetry (`OTEL_EXPORTER_OTLP_ENDPOINT` and others) have precedence over this"
                    + " table.");

    public static final Setting<Optional<String>> ENDPOINT = Setting.of(
                    SECTION,
                    "endpoint",
                    ValueTypes.text(
                                    "an http or https URL without a user",
                                    text -> WebUrl.read(text) instanceof WebUrl.Reading.Read)
                            .optional(),
                    Optional.<String>empty(),
                    "The base URL of the collector, to which `/v1/traces` is added.")
            .byDefault("\"http://localhost:4318\"");

    public static final Setting<String> SERVICE_NAME = Setting.of(
            SECTION,
            "service_name",
            ValueTypes.text("text", text -> !text.isBlank()),
            "countersign",
            "The name of this server in the traces.");

    public static final Setting<Integer> SAMPLE_PERCENT = Setting.of(
            SECTION,
            "sample_percent",
            ValueTypes.number(0, 100),
            100,
            "The share of the token requests that are recorded, in percent. A caller that sends a `traceparent` decides"
                    + " for its own requests.");

    public static final Setting<Optional<String>> HEADERS_OF_EXPORT = Setting.of(
                    SECTION,
                    "headers",
                    ValueTypes.text(
                                    "name=value, several separated by commas",
                                    text -> HEADERS.matcher(text).matches())
                            .optional(),
                    Optional.<String>empty(),
                    "Headers of each export, such as a credential for the collector; meant for the environment"
                            + " variable.")
            .byDefault("none")
            .asSecret();

    private TelemetrySetting() {}
}
