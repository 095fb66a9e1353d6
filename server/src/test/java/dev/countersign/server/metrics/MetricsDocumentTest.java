package dev.countersign.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.docs.GeneratedDocument;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Label;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** {@code docs/metrics.md}: all metrics, generated from their table and, for those of the library, from what it registers. */
class MetricsDocumentTest {
    private static final String INTRODUCTION = """
        # Metrics

        <!-- Made from the code by MetricsDocumentTest. Do not edit; `make docs` writes it anew. -->

        `/metrics` of the server has these metrics, for callers on the same machine, and elsewhere with an access token that has
        the scope `admin:read`. The format is the text format of Prometheus, or OpenMetrics where the `Accept` header asks for
        it. A histogram consists of the series `_bucket`, `_sum` and `_count` of its name. A metric without a value yet is not
        shown.

        - `organization` is the slug of an organization, `root` for the root organization; the first %1$s have their own
          value, all others are `other`. Likewise for the first %2$s values of `issuer`, the name of a trusted token issuer.
        - With traces switched on (`[telemetry]`, see [operations](operations.md#traces)), `%3$s` and
          `%4$s` have exemplars in OpenMetrics: `trace_id` is the trace of a request.

        ## Countersign

        | metric | type | labels | meaning |
        |---|---|---|---|
        """.formatted(
            Meters.MOST_ORGANIZATIONS, Meters.MOST_ISSUERS, Meter.TOKEN_REQUESTS.title(), Meter.DURATION.title());

    private static final String OF_PROCESS = """

        ## Process and Java runtime

        These are of the Prometheus library for Java. Which of them an operating system has values for differs; this list is from
        Linux.

        | metric | type | labels | meaning |
        |---|---|---|---|
        """;

    private static String row(String name, String type, List<String> labels, String meaning) {
        String shown = labels.stream().map(label -> "`" + label + "`").collect(Collectors.joining(", "));
        return "| `%s` | %s | %s | %s |\n".formatted(name, type, shown, meaning);
    }

    private static String ofLibrary(MetricSnapshot snapshot) {
        List<String> labels = snapshot.getDataPoints().stream()
                .flatMap(point -> point.getLabels().stream().map(Label::getName))
                .distinct()
                .sorted()
                .toList();
        return row(
                exposed(snapshot),
                type(snapshot),
                labels,
                snapshot.getMetadata().getHelp());
    }

    private static String exposed(MetricSnapshot snapshot) {
        return snapshot.getMetadata().getPrometheusName() + (snapshot instanceof CounterSnapshot ? "_total" : "");
    }

    private static String type(MetricSnapshot snapshot) {
        return switch (snapshot) {
            case CounterSnapshot _ -> "counter";
            case HistogramSnapshot _ -> "histogram";
            case SummarySnapshot _ -> "summary";
            default -> "gauge";
        };
    }

    private static Meters complete() {
        var meters = new Meters("1", Meters.NO_TRACES);
        meters.auditEventsDropped(_ -> 0);
        meters.auditEventsSummarized(() -> 0);
        meters.redemptionsWaiting(() -> 0);
        meters.auditEventsWaiting(() -> 0);
        meters.notices(_ -> {});
        return meters;
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void isWhatTheCodeSays() {
        var text = new StringBuilder(INTRODUCTION);
        Stream.of(Meter.values())
                .sorted(Comparator.comparing(Meter::title))
                .forEach(meter -> text.append(row(meter.title(), meter.type().word(), meter.labels(), meter.help())));
        text.append(OF_PROCESS);
        Set<String> ours = new TreeSet<>();
        Stream.of(Meter.values()).map(Meter::title).forEach(ours::add);
        complete().snapshots().stream()
                .filter(snapshot -> !ours.contains(exposed(snapshot)))
                .sorted(Comparator.comparing(MetricsDocumentTest::exposed))
                .forEach(snapshot -> text.append(ofLibrary(snapshot)));
        GeneratedDocument.check("metrics.md", text.toString());
    }

    @Test
    void everyMetricOfTheTableIsRegisteredWithItsType() {
        var registered = new TreeMap<String, String>();
        complete().snapshots().stream().forEach(snapshot -> registered.put(exposed(snapshot), type(snapshot)));
        var expected = new ArrayList<String>();
        for (Meter meter : Meter.values()) {
            expected.add(meter.title());
            assertThat(registered).containsEntry(meter.title(), meter.type().word());
        }
        assertThat(registered.keySet().stream().filter(name -> name.startsWith("countersign_")))
                .containsExactlyInAnyOrderElementsOf(expected);
    }
}
