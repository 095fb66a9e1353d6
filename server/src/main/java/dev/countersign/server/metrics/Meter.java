package dev.countersign.server.metrics;

import java.util.List;
import java.util.Locale;

/** Table of the metrics of the server, from which {@link Meters} registers them and {@code docs/metrics.md} is generated. */
enum Meter {
    TOKEN_REQUESTS(
            "countersign_token_requests_total",
            Type.COUNTER,
            "Token requests by grant type, outcome (accepted, refused, fault) and code of refusal",
            "organization",
            "grant_type",
            "outcome",
            "code"),
    TURNED_AWAY(
            "countersign_token_requests_turned_away_total",
            Type.COUNTER,
            "Token requests that were turned away under load"),
    ISSUER_REQUESTS(
            "countersign_issuer_token_requests_total",
            Type.COUNTER,
            "Token requests with an assertion whose issuer is known, by the issuer's name and outcome",
            "organization",
            "issuer",
            "outcome"),
    DURATION(
            "countersign_token_request_duration_seconds",
            Type.HISTOGRAM,
            "Time from the parsed request to its answer",
            "organization",
            "outcome"),
    JWKS_FETCHES(
            "countersign_jwks_fetches_total",
            Type.COUNTER,
            "Fetches of issuers' key sets by the issuer's name and outcome",
            "organization",
            "issuer",
            "outcome"),
    JWKS_SECRETS(
            "countersign_jwks_secret_keys_total",
            Type.COUNTER,
            "Private or symmetric keys in key sets that issuers published, by the issuer's name; alarm on any",
            "organization",
            "issuer"),
    BATCH_SIZE(
            "countersign_store_batch_size", Type.HISTOGRAM, "Rows that one commit of the store made durable together"),
    REDEMPTIONS_WAITING("countersign_store_queue_depth", Type.GAUGE, "Redemptions that wait for the store's writer"),
    AUDIT_WAITING("countersign_audit_queue_depth", Type.GAUGE, "Audit events that wait to be stored"),
    AUDIT_DROPPED(
            "countersign_audit_events_dropped_total",
            Type.COUNTER,
            "Audit events that were lost because they came faster than they could be stored",
            "outcome"),
    AUDIT_SUMMARIZED(
            "countersign_audit_events_summarized_total",
            Type.COUNTER,
            "Token requests of callers that proved nothing, counted in summaries of the audit"),
    NOTICES(
            "countersign_notices",
            Type.GAUGE,
            "Notices that hold now, by kind and severity (error, warning)",
            "organization",
            "kind",
            "severity"),
    BUILD("countersign_build_info", Type.GAUGE, "1, with the version of the server as label", "version");

    private static final String SEPARATOR = " ";

    private final String title;
    private final Type type;
    private final String help;
    private final String labels;

    /** Kind of a metric. */
    enum Type {
        COUNTER,
        GAUGE,
        HISTOGRAM;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Meter(String title, Type type, String help, String... labels) {
        this.title = title;
        this.type = type;
        this.help = help;
        this.labels = String.join(SEPARATOR, labels);
    }

    /** The name under which it is exposed. */
    String title() {
        return title;
    }

    Type type() {
        return type;
    }

    String help() {
        return help;
    }

    List<String> labels() {
        return List.of(labelNames());
    }

    String[] labelNames() {
        return labels.isEmpty() ? new String[0] : labels.split(SEPARATOR, -1);
    }
}
