package dev.countersign.server.metrics;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.rejection.RejectionCode;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.instrumentation.jvm.JvmGarbageCollectorMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmMemoryMetrics;
import io.prometheus.metrics.instrumentation.jvm.JvmThreadsMetrics;
import io.prometheus.metrics.instrumentation.jvm.ProcessMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;

/** All meters by name. Counting never blocks; label sets are bounded. */
public final class Meters {
    /** Largest number of issuers with metrics of their own; more would make the metrics slow to read. */
    static final int MOST_ISSUERS = 200;

    /** Organizations with a label of their own. */
    static final int MOST_ORGANIZATIONS = 1_000;

    private static final double NANOS = 1e9;

    private static final String ORGANIZATION = "organization";

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter text = PrometheusTextFormatWriter.create();
    private final BoundedLabel organizations = new BoundedLabel(MOST_ORGANIZATIONS);
    private final BoundedLabel issuers = new BoundedLabel(MOST_ISSUERS);

    private final Counter tokenRequests = Counter.builder()
            .name("countersign_token_requests_total")
            .help("Token requests by grant type, outcome (accepted, refused, fault) and code of refusal")
            .labelNames(ORGANIZATION, "grant_type", "outcome", "code")
            .withoutExemplars()
            .register(registry);
    private final Counter turnedAway = Counter.builder()
            .name("countersign_token_requests_turned_away_total")
            .help("Token requests that were turned away under load")
            .withoutExemplars()
            .register(registry);
    private final Counter issuerRequests = Counter.builder()
            .name("countersign_issuer_token_requests_total")
            .help("Token requests with an assertion whose issuer is known, by the issuer's name and outcome")
            .labelNames(ORGANIZATION, "issuer", "outcome")
            .withoutExemplars()
            .register(registry);
    private final Histogram duration = Histogram.builder()
            .name("countersign_token_request_duration_seconds")
            .help("Time from the parsed request to its answer")
            .classicUpperBounds(0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
            .classicOnly()
            .labelNames(ORGANIZATION, "outcome")
            .withoutExemplars()
            .register(registry);
    private final Counter jwksFetches = Counter.builder()
            .name("countersign_jwks_fetches_total")
            .help("Fetches of issuers' key sets by the issuer's name and outcome")
            .labelNames(ORGANIZATION, "issuer", "outcome")
            .withoutExemplars()
            .register(registry);
    private final Counter jwksSecrets = Counter.builder()
            .name("countersign_jwks_secret_keys_total")
            .help("Private or symmetric keys in key sets that issuers published, by the issuer's name; alarm on any")
            .labelNames(ORGANIZATION, "issuer")
            .withoutExemplars()
            .register(registry);
    private final Histogram batchSize = Histogram.builder()
            .name("countersign_store_batch_size")
            .help("Rows that one commit of the store made durable together")
            .classicUpperBounds(1, 2, 4, 8, 16, 32, 64, 128, 256, 512)
            .classicOnly()
            .withoutExemplars()
            .register(registry);

    /**
     * Creates all meters with the value zero.
     *
     * @param version of the server, a label of {@code countersign_build_info}
     */
    public Meters(String version) {
        Gauge.builder()
                .name("countersign_build_info")
                .help("1, with the version of the server as label")
                .labelNames("version")
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
        tokenRequests
                .labelValues(
                        of,
                        event.grantType().map(GrantType::value).orElse(""),
                        outcome,
                        event.code().map(RejectionCode::value).orElse(""))
                .inc();
        event.issuer()
                .ifPresent(issuer -> issuerRequests
                        .labelValues(of, issuer(of, issuer), outcome)
                        .inc());
        duration.labelValues(of, outcome).observe(event.duration().toNanos() / NANOS);
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
        CounterWithCallback.builder()
                .name("countersign_audit_events_dropped_total")
                .help("Audit events that were lost because they came faster than they could be stored")
                .labelNames("outcome")
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
        CounterWithCallback.builder()
                .name("countersign_audit_events_summarized_total")
                .help("Token requests of callers that proved nothing, counted in summaries of the audit")
                .callback(callback -> callback.call(summarized.getAsDouble()))
                .register(registry);
    }

    /** Registers the number of redemptions waiting for the store's writer. */
    public void redemptionsWaiting(DoubleSupplier depth) {
        gauge("countersign_store_queue_depth", "Redemptions that wait for the store's writer", depth);
    }

    /** Registers the number of audit events waiting to be stored. */
    public void auditEventsWaiting(DoubleSupplier depth) {
        gauge("countersign_audit_queue_depth", "Audit events that wait to be stored", depth);
    }

    /**
     * Registers the numbers of notices that hold now.
     *
     * @param notices calls its argument for each notice
     */
    public void notices(Consumer<NoticeGauge> notices) {
        GaugeWithCallback.builder()
                .name("countersign_notices")
                .help("Notices that hold now, by kind and severity (error, warning)")
                .labelNames(ORGANIZATION, "kind", "severity")
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

    private void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** Writes all meters in Prometheus' text format. */
    public void writeTo(OutputStream out) throws IOException {
        text.write(out, registry.scrape(), EscapingScheme.UNDERSCORE_ESCAPING);
    }
}
