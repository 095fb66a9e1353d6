package dev.countersign.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.InstalledProgram;
import dev.countersign.SourceFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Tests of the alert rules, by the tool of Prometheus, and of the dashboard: both name only metrics that exist. */
class AlertRulesTest {
    private static final Path RULES = SourceFile.project().resolve("deploy/prometheus/countersign.rules.yml");
    private static final Path DASHBOARD = SourceFile.project().resolve("deploy/grafana/countersign.json");
    private static final List<String> TESTS = List.of("countersign.test.yml", "countersign.week.test.yml");
    private static final Pattern ALERT = Pattern.compile("- alert: (\\w+)");

    @TempDir
    private Path folder;

    @Test
    void theRulesNameOnlyMetricsThatExist() throws IOException {
        assertThat(MetricNames.in(Files.readString(RULES)))
                .hasSizeGreaterThan(7)
                .isSubsetOf(MetricNames.all());
    }

    @Test
    void theDashboardQueriesOnlyMetricsThatExist() throws IOException {
        JsonNode dashboard = JsonMapper.shared().readTree(Files.readString(DASHBOARD));
        List<String> queries = dashboard
                .get("panels")
                .valueStream()
                .flatMap(panel -> panel.get("targets").valueStream())
                .map(target -> target.get("expr").stringValue())
                .toList();

        assertThat(queries)
                .hasSizeGreaterThan(12)
                .allSatisfy(
                        query -> assertThat(MetricNames.in(query)).isNotEmpty().isSubsetOf(MetricNames.all()));
        assertThat(MetricNames.in(dashboard.get("templating").toString())).isSubsetOf(MetricNames.all());
    }

    @Test
    void prometheusAcceptsTheRulesAndTheirTestsHold() throws Exception {
        Path promtool = promtool();
        Files.copy(RULES, folder.resolve("countersign.rules.yml"));
        long rules = ALERT.matcher(Files.readString(RULES)).results().count();
        assertThat(run(promtool, "check", "rules", "countersign.rules.yml"))
                .contains("SUCCESS: %s rules found".formatted(rules));
        for (String tests : TESTS) {
            Files.writeString(folder.resolve(tests), text(tests));
            assertThat(run(promtool, "test", "rules", tests)).contains("SUCCESS");
        }
    }

    @Test
    void eachRuleFiresInATest() throws IOException {
        String text = text(TESTS.getFirst()) + text(TESTS.getLast());

        assertThat(ALERT.matcher(Files.readString(RULES)).results().map(alert -> alert.group(1)))
                .hasSizeGreaterThan(10)
                .allSatisfy(alert ->
                        assertThat(text).containsPattern("alertname: " + alert + "\\n +exp_alerts:\\n +- exp_labels:"));
    }

    private static String text(String tests) throws IOException {
        try (InputStream in = AlertRulesTest.class.getResourceAsStream("/prometheus/" + tests)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Path promtool() {
        return InstalledProgram.orSkip("prometheus", InstalledProgram.onPath("promtool"));
    }

    private String run(Path program, String... arguments) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(Stream.concat(Stream.of(program.toString()), Stream.of(arguments))
                        .toList())
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
