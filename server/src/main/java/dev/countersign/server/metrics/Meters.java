package dev.countersign.server.metrics;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.RejectionCode;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.datapoints.DistributionDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.OpenMetricsTextFormatWriter;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/** All meters by name. Counting never blocks; label sets are bounded. */
public final class Meters {
    /** Largest number of issuers with metrics of their own; more would make the metrics slow to read. */
    static final int MOST_ISSUERS = 200;

    /** Organizations with a label of their own. */
    static final int MOST_ORGANIZATIONS = 1_000;

    /** For a server without traces: no meter has exemplars. */
    public static final Supplier<Optional<String>> NO_TRACES = Optional::empty;

    private static final double NANOS = 1e9;

    /** Label of an exemplar, as Grafana and Prometheus use it. */
    private static final String TRACE = "trace_id";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final ExpositionFormatWriter text = PrometheusTextFormatWriter.create();
    private final ExpositionFormatWriter openMetrics = OpenMetricsTextFormatWriter.create();
    private final BoundedLabel organizations = new BoundedLabel(MOST_ORGANIZATIONS);
    private final BoundedLabel issuers = new BoundedLabel(MOST_ISSUERS);

    private final Supplier<Optional<String>> traceId;
    private final Counter tokenRequests;
    private final Counter turnedAway =
            counter(Meter.TURNED_AWAY).withoutExemplars().register(registry);
    private final Counter issuerRequests =
            counter(Meter.ISSUER_REQUESTS).withoutExemplars().register(registry);
    private final Histogram duration;
    private final Counter jwksFetches =
            counter(Meter.JWKS_FETCHES).withoutExemplars().register(registry);
    private final Counter jwksSecrets =
            counter(Meter.JWKS_SECRETS).withoutExemplars().register(registry);
    private final Histogram batchSize = histogram(Meter.BATCH_SIZE)
            .classicUpperBounds(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
            .classicOnly()
            .withoutExemplars()
            .register(registry);

    /**
     * Creates all meters with the value zero.
     *
     * @param version of the server, a label of {@code countersign_build_info}
     * @param traceId the trace in which this thread works; {@link #NO_TRACES} where there are none
     */
    public Meters(String version, Supplier<Optional<String>> traceId) {
        this.traceId = traceId;
        Counter.Builder requests = counter(Meter.TOKEN_REQUESTS);
        Histogram.Builder durations = histogram(Meter.DURATION)
                .classicUpperBounds(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
                .classicOnly();
        boolean traced = !traceId.equals(NO_TRACES);
        this.tokenRequests = (traced ? requests.withExemplars() : requests.withoutExemplars()).register(registry);
        this.duration = (traced ? durations.withExemplars() : durations.withoutExemplars()).register(registry);
        gauge(Meter.BUILD)
                .withoutExemplars()
                .register(registry)
                .labelValues(version)
                .set(1);
        JvmMemoryMetrics.builder().register(registry);
        JvmGarbageCollectorMetrics.builder().register(registry);
        JvmThreadsMetrics.builder().register(registry);
        ProcessMetrics.builder().register(registry);
    }

    /** Counts one token request of an organization. */
    void tokenRequest(String organization, TokenEvent event) {
        String of = organizations.of(organization);
        String outcome = event.outcome().name().toLowerCase(Locale.ROOT);
        CounterDataPoint requests = tokenRequests.labelValues(
                of,
                event.grantType().map(GrantType::value).orElse(""),
                outcome,
                event.code().map(RejectionCode::value).orElse(""));
        DistributionDataPoint durations = duration.labelValues(of, outcome);
        double seconds = event.duration().toNanos() / NANOS;
        Optional<Labels> exemplar = traceId.get().map(id -> Labels.of(TRACE, id));
        if (exemplar.isPresent()) {
            requests.incWithExemplar(exemplar.get());
            durations.observeWithExemplar(seconds, exemplar.get());
        } else {
            requests.inc();
            durations.observe(seconds);
        }
        event.issuer()
                .ifPresent(issuer -> issuerRequests
                        .labelValues(of, issuer(of, issuer), outcome)
                        .inc());
    }

    /** The label of an issuer; issuers of the same name in different organizations are different ones. */
    private String issuer(String organization, String name) {
        return issuers.of(organization + ' ' + name).equals(BoundedLabel.OTHER) ? BoundedLabel.OTHER : name;
    }

    /** Counts a token request refused under load; its event is counted like any other. */
    public void tokenRequestShed() {
        turnedAway.inc();
    }

    /**
     * Counts one fetch of a key set.
     *
     * @param issuer the name of the issuer
     * @param outcome one of a few words, such as {@code ok} or {@code timeout}
     */
    void jwksFetched(String organization, String issuer, String outcome) {
        String of = organizations.of(organization);
        jwksFetches.labelValues(of, issuer(of, issuer), outcome).inc();
    }

    /**
     * Counts private or symmetric keys published by an issuer.
     *
     * @param issuer the name of the issuer
     */
    void jwksSecretsPublished(String organization, String issuer, int keys) {
        String of = organizations.of(organization);
        jwksSecrets.labelValues(of, issuer(of, issuer)).inc(keys);
    }

    /** Counts one commit of the store with this number of rows. */
    public void batchCommitted(int rows) {
        batchSize.observe(rows);
    }

    /** Registers the number of lost audit events, by outcome. */
    public void auditEventsDropped(ToLongFunction<TokenEvent.Outcome> dropped) {
        counterCallback(Meter.AUDIT_DROPPED)
                .callback(callback -> {
                    for (TokenEvent.Outcome outcome : TokenEvent.Outcome.values()) {
                        callback.call(
                                (double) dropped.applyAsLong(outcome),
                                outcome.name().toLowerCase(Locale.ROOT));
                    }
                })
                .register(registry);
    }

    /** Registers the number of requests of unauthenticated callers counted in summaries instead of audit events. */
    public void auditEventsSummarized(DoubleSupplier summarized) {
        counterCallback(Meter.AUDIT_SUMMARIZED)
                .callback(callback -> callback.call(summarized.getAsDouble()))
                .register(registry);
    }

    /** Registers the number of redemptions waiting for the store's writer. */
    public void redemptionsWaiting(DoubleSupplier depth) {
        gauge(Meter.REDEMPTIONS_WAITING, depth);
    }

    /** Registers the number of audit events waiting to be stored. */
    public void auditEventsWaiting(DoubleSupplier depth) {
        gauge(Meter.AUDIT_WAITING, depth);
    }

    /**
     * Registers the numbers of notices that hold now.
     *
     * @param notices calls its argument for each notice
     */
    public void notices(Consumer<NoticeGauge> notices) {
        gaugeCallback(Meter.NOTICES)
                .callback(callback -> {
                    Map<List<String>, Long> sums = new LinkedHashMap<>();
                    notices.accept((organization, kind, severity) ->
                            sums.merge(List.of(organizations.of(organization), kind, severity), 1L, Long::sum));
                    sums.forEach((labels, number) -> callback.call(number, labels.toArray(String[]::new)));
                })
                .register(registry);
    }

    /** Receiver of the notices that are counted. */
    @FunctionalInterface
    public interface NoticeGauge {
        void add(String organization, String kind, String severity);
    }

    private void gauge(Meter meter, DoubleSupplier value) {
        gaugeCallback(meter)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    private static Counter.Builder counter(Meter meter) {
        return Counter.builder().name(meter.title()).help(meter.help()).labelNames(meter.labelNames());
    }

    private static Gauge.Builder gauge(Meter meter) {
        return Gauge.builder().name(meter.title()).help(meter.help()).labelNames(meter.labelNames());
    }

    private static Histogram.Builder histogram(Meter meter) {
        return Histogram.builder().name(meter.title()).help(meter.help()).labelNames(meter.labelNames());
    }

    private static CounterWithCallback.Builder counterCallback(Meter meter) {
        return CounterWithCallback.builder()
                .name(meter.title())
                .help(meter.help())
                .labelNames(meter.labelNames());
    }

    private static GaugeWithCallback.Builder gaugeCallback(Meter meter) {
        return GaugeWithCallback.builder()
                .name(meter.title())
                .help(meter.help())
                .labelNames(meter.labelNames());
    }

    /** All metrics with their present values. */
    MetricSnapshots snapshots() {
        return registry.scrape();
    }

    /**
     * Writes all meters in Prometheus' text format, or in OpenMetrics' where that is accepted: only the latter has exemplars.
     *
     * @param accept the accepted media types (RFC 9110 §12.5.1), or ""
     * @return the media type
     */
    public String writeTo(OutputStream out, String accept) throws IOException {
        ExpositionFormatWriter writer = openMetrics.accepts(accept) ? openMetrics : text;
        writer.write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
        return writer.getContentType();
    }
}
