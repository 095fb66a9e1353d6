package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.countersign.FreePort;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.e2e.TraceCollector.ReceivedSpan;
import dev.countersign.server.trace.TraceExport;
import dev.countersign.server.trace.TracedRequest;
import dev.countersign.server.trace.Traces;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of traces, with a receiver of OTLP over HTTP. */
class TracesTest {
    private static final String TEXT_OF_CALLER = "text-of-a-caller";
    private static final String REQUEST = "token request";
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String PARENT = "00f067aa0ba902b7";
    private static final String COLLECTOR_KEY = "key-of-the-collector-which-is-secret";

    @TempDir
    Path folder;

    private static HttpResponse<String> exchange(
            ServerProcess server, Api.Answer application, String assertion, String... headers) throws Exception {
        try (var client = HttpClient.newHttpClient()) {
            String form =
                    "grant_type=%s&assertion=%s".formatted(encoded(GrantType.JWT_BEARER.value()), encoded(assertion));
            String credentials =
                    encoded(application.text("client_id")) + ":" + encoded(application.text("client_secret"));
            var request = HttpRequest.newBuilder(URI.create(server.plainOrigin() + "/oauth2/token"))
                    .timeout(Duration.ofSeconds(30))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header(
                            "Authorization",
                            "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
                    .POST(HttpRequest.BodyPublishers.ofString(form));
            for (int i = 0; i < headers.length; i += 2) {
                request.header(headers[i], headers[i + 1]);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private static String correlationId(HttpResponse<String> response) {
        return response.headers().firstValue("X-Correlation-Id").orElseThrow();
    }

    private static String traceparent(String flags) {
        return "00-%s-%s-%s".formatted(TRACE, PARENT, flags);
    }

    private static Map<String, String> settings(String endpoint) {
        return Map.of(
                "COUNTERSIGN_TELEMETRY_ENABLED",
                "true",
                "COUNTERSIGN_TELEMETRY_ENDPOINT",
                endpoint,
                "COUNTERSIGN_TELEMETRY_HEADERS",
                "x-collector-key=" + COLLECTOR_KEY,
                "OTEL_BSP_SCHEDULE_DELAY",
                "100");
    }

    @Test
    void aTokenRequestIsATraceOfItsCallerWithASpanForEachPhaseAndForTheFetchOfKeys() throws Exception {
        try (var collector = TraceCollector.start();
                var partner = ThirdParty.start("partner");
                var server = ServerProcess.start(folder.resolve("home"), settings(collector.endpoint()))) {
            server.api().register(partner);
            Api.Answer application = server.api().registerApplication("orders");
            // its present keys are known since the registration
            partner.rotate();
            String assertion = partner.assertion(server.issuer());

            HttpResponse<String> answer = exchange(
                    server,
                    application,
                    assertion,
                    "traceparent",
                    traceparent("01"),
                    "tracestate",
                    "vendor=" + TEXT_OF_CALLER);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            assertThat(correlationId(answer)).isEqualTo(TRACE);
            Map<String, ReceivedSpan> spans = ofTrace(collector);
            ReceivedSpan request = spans.get(REQUEST);
            assertThat(request.isError()).isFalse();
            assertThat(request.parent()).isEqualTo(PARENT);
            for (String phase :
                    List.of("identify client", "prove possession", "entitle", "authorize", "redeem", "mint")) {
                assertThat(spans.get(phase).parent()).as(phase).isEqualTo(request.id());
            }
            assertThat(spans.get("store commit").parent())
                    .isEqualTo(spans.get("redeem").id());
            ReceivedSpan fetch = spans.get("jwks fetch");
            assertThat(fetch.parent()).isEqualTo(spans.get("entitle").id());
            assertThat(partner.traceparents()).contains("00-%s-%s-01".formatted(TRACE, fetch.id()));
            isDescribedByIdsAndCodes(request);
            assertThat(fetch.attributes()).containsOnlyKeys("server.address");
            tellsNoSecret(collector, application, assertion, answer.body());
            assertThat(collector.credentials()).contains(COLLECTOR_KEY);
            assertThat(server.output()).doesNotContain(COLLECTOR_KEY);
            assertThat(metrics(server)).contains("trace_id=\"" + TRACE + "\"");
        }
    }

    private static void isDescribedByIdsAndCodes(ReceivedSpan request) {
        assertThat(request.attributes())
                .containsOnlyKeys(
                        "countersign.application_id",
                        "countersign.grant_type",
                        "countersign.issuer_id",
                        "countersign.organization",
                        "countersign.outcome",
                        "countersign.stage",
                        "http.request.method",
                        "http.response.status_code",
                        "http.route",
                        "url.path",
                        "url.scheme")
                .containsEntry("http.request.method", "POST")
                .containsEntry("http.response.status_code", "200")
                .containsEntry("http.route", "/oauth2/token")
                .containsEntry("url.path", "/oauth2/token")
                .containsEntry("url.scheme", "http")
                .containsEntry("countersign.outcome", "accepted")
                .containsEntry("countersign.stage", "minted");
    }

    private static Map<String, ReceivedSpan> ofTrace(TraceCollector collector) throws InterruptedException {
        collector.await(span -> span.name().equals(REQUEST) && span.trace().equals(TRACE), 1);
        Map<String, ReceivedSpan> spans = new HashMap<>();
        collector.spans().stream()
                .filter(span -> span.trace().equals(TRACE))
                .forEach(span -> assertThat(spans.put(span.name(), span)).isNull());
        return spans;
    }

    private static void tellsNoSecret(
            TraceCollector collector, Api.Answer application, String assertion, String answer) {
        String raw = collector.raw();
        assertThat(raw).doesNotContain(TEXT_OF_CALLER);
        assertThat(raw).contains(REQUEST);
        for (String secret : List.of(
                assertion.substring(assertion.indexOf('.') + 1, assertion.indexOf('.') + 40),
                application.text("client_secret"),
                "alice",
                "eyJ")) {
            assertThat(raw).doesNotContain(secret);
        }
        assertThat(answer).contains("eyJ");
    }

    private static String metrics(ServerProcess server) throws IOException, InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(URI.create(server.plainOrigin() + "/metrics"))
                    .header("Accept", "application/openmetrics-text")
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.ofString()).body();
        }
    }

    @Test
    void aMalformedOrUnsampledCallerDoesNotNameTheCorrelationIdAndARefusalHasItsCode() throws Exception {
        try (var collector = TraceCollector.start();
                var partner = ThirdParty.start("partner");
                var server = ServerProcess.start(folder.resolve("home"), settings(collector.endpoint()))) {
            server.api().register(partner);
            Api.Answer application = server.api().registerApplication("orders");
            List<String> malformed = List.of(
                    traceparent("01").toUpperCase(Locale.ROOT),
                    traceparent("01") + "-more",
                    "ff" + traceparent("01").substring(2),
                    "00-" + "0".repeat(32) + "-" + PARENT + "-01",
                    "00-" + TRACE + "-" + "0".repeat(16) + "-01",
                    "x");
            for (String header : malformed) {
                HttpResponse<String> refused = exchange(server, application, "no-assertion", "traceparent", header);
                assertThat(refused.statusCode()).as(header).isEqualTo(400);
                assertThat(correlationId(refused))
                        .as(header)
                        .isNotEqualTo(TRACE)
                        .hasSize(32);
            }
            HttpResponse<String> twice = exchange(
                    server, application, "no-assertion", "traceparent", traceparent("01"), "traceparent", "00-x");
            assertThat(correlationId(twice)).isNotEqualTo(TRACE);
            assertThat(correlationId(exchange(server, application, "no-assertion", "traceparent", traceparent("00"))))
                    .isNotEqualTo(TRACE);

            List<ReceivedSpan> refusals = collector.await(
                    span -> span.name().equals(REQUEST) && span.attributes().containsKey("countersign.code"),
                    malformed.size() + 1);

            assertThat(refusals)
                    .hasSize(malformed.size() + 1)
                    .allSatisfy(span -> assertThat(span.attributes())
                            .containsEntry("countersign.outcome", "refused")
                            .containsEntry("countersign.code", "assertion.malformed")
                            .containsEntry("http.response.status_code", "400")
                            .doesNotContainKey("error.type"))
                    .noneMatch(ReceivedSpan::isError)
                    .allSatisfy(span -> assertThat(span.trace()).isNotEqualTo(TRACE))
                    .extracting(ReceivedSpan::trace)
                    .contains(correlationId(twice));
        }
    }

    @Test
    void withoutTracesNoClassOfOpenTelemetryIsLoadedAndNoCallerNamesTheCorrelationId() throws Exception {
        Path loaded = folder.resolve("classes.log");
        var settings = Map.of("JAVA_TOOL_OPTIONS", "-Xlog:class+load:file=" + loaded);
        try (var partner = ThirdParty.start("partner");
                var server = ServerProcess.start(folder.resolve("home"), settings)) {
            server.api().register(partner);
            Api.Answer application = server.api().registerApplication("orders");

            HttpResponse<String> answer =
                    exchange(server, application, partner.assertion(server.issuer()), "traceparent", traceparent("01"));

            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(correlationId(answer)).isNotEqualTo(TRACE);
            assertThat(partner.traceparents()).isEmpty();
            assertThat(metrics(server))
                    .contains("countersign_token_requests_total")
                    .doesNotContain("trace_id");
            server.terminate();
            assertThat(Files.readString(loaded))
                    .contains("dev.countersign.server.Wiring")
                    .doesNotContain("io.opentelemetry");
        }
    }

    @Test
    void aStatusFrom500OnIsAnErrorOfTheSpanAndARefusalIsNone() throws Exception {
        try (var collector = TraceCollector.start()) {
            var export = new TraceExport(Optional.of(collector.endpoint()), "test", 100, Optional.empty(), "1");
            var request = new TracedRequest("POST", "https", "/oauth2/token", "/oauth2/token", List.of());
            try (var traces = Traces.start(export)) {
                for (int status : List.of(200, 400, 429, 499, 500, 503)) {
                    traces.request(request, _ -> {}, () -> status);
                }
                assertThatThrownBy(() -> traces.request(request, _ -> {}, () -> {
                            throw new IOException("the caller has gone");
                        }))
                        .isInstanceOf(IOException.class);
            }

            assertThat(collector.spans())
                    .extracting(
                            span -> span.attributes().get("http.response.status_code"),
                            ReceivedSpan::isError,
                            span -> span.attributes().get("error.type"))
                    .containsExactlyInAnyOrder(
                            tuple("200", false, null),
                            tuple("400", false, null),
                            tuple("429", false, null),
                            tuple("499", false, null),
                            tuple("500", true, "500"),
                            tuple("503", true, "503"),
                            tuple(null, true, "java.io.IOException"));
        }
    }

    @Test
    void theRouteOfAnOrganizationHasAVariableForItsName() throws Exception {
        try (var collector = TraceCollector.start();
                var server = ServerProcess.start(folder.resolve("home"), settings(collector.endpoint()))) {
            assertThat(server.api()
                            .admin("POST", "/organizations", Map.of("slug", "acme", "name", "Acme"))
                            .status())
                    .isEqualTo(201);

            assertThat(server.api()
                            .form(
                                    "/t/acme/oauth2/token",
                                    "app",
                                    "no-secret",
                                    Map.of("grant_type", "client_credentials"))
                            .status())
                    .isEqualTo(401);

            assertThat(collector.await(span -> "401".equals(span.attributes().get("http.response.status_code")), 1))
                    .extracting(ReceivedSpan::attributes)
                    .first(InstanceOfAssertFactories.map(String.class, String.class))
                    .containsEntry("http.route", "/t/{organization}/oauth2/token")
                    .containsEntry("url.path", "/t/acme/oauth2/token");
        }
    }

    @Test
    void aCollectorThatDoesNotAnswerDelaysNoRequest() throws Exception {
        try (var partner = ThirdParty.start("partner");
                var server =
                        ServerProcess.start(folder.resolve("home"), settings("http://127.0.0.1:" + FreePort.get()))) {
            server.api().register(partner);
            Api.Answer application = server.api().registerApplication("orders");
            for (int i = 0; i < 20; i++) {
                assertThat(exchange(server, application, partner.assertion(server.issuer()))
                                .statusCode())
                        .isEqualTo(200);
            }
            assertThat(server.terminate()).as(server.output()).isZero();
        }
    }

    @Test
    void settingsWithWhichNothingCanBeExportedStopTheStart() {
        var settings = new HashMap<>(settings("http://127.0.0.1:4318"));
        settings.put("OTEL_TRACES_EXPORTER", "zipkin");
        try (var server = ServerProcess.startInVain(folder.resolve("home"), settings)) {
            assertThat(server.exitStatus()).isEqualTo(78);
            assertThat(server.output()).contains("OTEL_*").doesNotContain(COLLECTOR_KEY);
        }
    }
}
