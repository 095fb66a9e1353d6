package dev.countersign.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.RejectionCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class MetersTest {
    private final Meters meters = new Meters("1.2.3", Meters.NO_TRACES);
    private final List<TokenEvent> kept = new ArrayList<>();
    private final MeteredTokenEvents events = new MeteredTokenEvents(meters, "root", kept::add);

    private String text() throws IOException {
        var out = new ByteArrayOutputStream();
        meters.writeTo(out, "");
        return out.toString(StandardCharsets.UTF_8);
    }

    private static TokenEvent event(
            Outcome outcome, Optional<RejectionCode> code, Optional<GrantType> grantType, Optional<String> issuer) {
        return new TokenEvent(
                Instant.EPOCH,
                new CorrelationId("c"),
                outcome,
                "received",
                code,
                Optional.empty(),
                grantType,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                issuer,
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                ScopeSet.EMPTY,
                Optional.empty(),
                Duration.ofMillis(3),
                "127.0.0.1");
    }

    @Test
    void countsTokenRequestsAndHandsThemOn() throws Exception {
        TokenEvent accepted =
                event(Outcome.ACCEPTED, Optional.empty(), Optional.of(GrantType.JWT_BEARER), Optional.of("partner"));
        events.record(accepted);
        events.record(accepted);
        events.record(event(
                Outcome.REFUSED, Optional.of(RejectionCode.REQUEST_MALFORMED), Optional.empty(), Optional.empty()));
        events.record(event(Outcome.FAULT, Optional.empty(), Optional.empty(), Optional.empty()));

        assertThat(kept).hasSize(4).startsWith(accepted);
        assertThat(text())
                .contains(
                        "countersign_token_requests_total{code=\"\",grant_type=\"urn:ietf:params:oauth:grant-type:jwt-bearer\",organization=\"root\",outcome=\"accepted\"}"
                                + " 2.0")
                .contains("countersign_token_requests_total{code=\"request.malformed\",grant_type=\"\","
                        + "organization=\"root\",outcome=\"refused\"} 1.0")
                .contains(
                        "countersign_token_requests_total{code=\"\",grant_type=\"\",organization=\"root\",outcome=\"fault\"}"
                                + " 1.0")
                .contains(
                        "countersign_issuer_token_requests_total{issuer=\"partner\",organization=\"root\",outcome=\"accepted\"}"
                                + " 2.0")
                .contains(
                        "countersign_token_request_duration_seconds_bucket{organization=\"root\",outcome=\"accepted\",le=\"0.005\"}"
                                + " 2")
                .contains(
                        "countersign_token_request_duration_seconds_bucket{organization=\"root\",outcome=\"accepted\",le=\"0.002\"}"
                                + " 0");
    }

    @Test
    void boundsTheNumberOfIssuersItTellsApart() throws Exception {
        for (int i = 0; i < Meters.MOST_ISSUERS + 50; i++) {
            meters.jwksFetched("root", "issuer " + i, "ok");
        }
        meters.jwksFetched("root", "issuer 0", "ok");

        assertThat(text())
                .contains(
                        "countersign_jwks_fetches_total{issuer=\"issuer 0\",organization=\"root\",outcome=\"ok\"} 2.0")
                .contains("countersign_jwks_fetches_total{issuer=\"other\",organization=\"root\",outcome=\"ok\"} 50.0");
        assertThat(text().lines().filter(line -> line.startsWith("countersign_jwks_fetches_total{")))
                .hasSize(Meters.MOST_ISSUERS + 1);
    }

    @Test
    void showsTheStoreTheAuditTheBuildAndTheJvm() throws Exception {
        meters.batchCommitted(3);
        meters.auditEventsDropped(outcome -> outcome == Outcome.REFUSED ? 7 : 0);
        meters.redemptionsWaiting(() -> 5);
        meters.auditEventsWaiting(() -> 6);

        assertThat(text())
                .contains("countersign_store_batch_size_bucket{le=\"4.0\"} 1")
                .contains("countersign_store_batch_size_sum 3.0")
                .contains("countersign_audit_events_dropped_total{outcome=\"refused\"} 7.0")
                .contains("countersign_store_queue_depth 5.0")
                .contains("countersign_audit_queue_depth 6.0")
                .contains("countersign_build_info{version=\"1.2.3\"} 1.0")
                .contains("jvm_memory_used_bytes{")
                .contains("process_start_time_seconds");
    }

    @Test
    void writesIssuersNamesThatHoldQuotes() throws Exception {
        meters.jwksFetched("root", "a\"b\\c", "ok");

        assertThat(text()).contains("issuer=\"a\\\"b\\\\c\"");
    }

    @Test
    void countsSecretsThatIssuersPublished() throws Exception {
        var keyring = new MeteredKeyringEvents(meters, "root");
        keyring.fetched("partner", new FetchOutcome.Failed<>("gone"));
        keyring.secretsPublished("partner", 2);
        keyring.secretsPublished("partner", 2);

        assertThat(text())
                .contains(
                        "countersign_jwks_fetches_total{issuer=\"partner\",organization=\"root\",outcome=\"failed\"}"
                                + " 1.0",
                        "countersign_jwks_secret_keys_total{issuer=\"partner\",organization=\"root\"} 4.0");
    }

    private static String text(Meters traced, String accept) throws IOException {
        var out = new ByteArrayOutputStream();
        assertThat(traced.writeTo(out, accept))
                .startsWith(accept.isEmpty() ? "text/plain; version=0.0.4" : "application/openmetrics-text");
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void showsTheTraceOfARequestWhereOpenMetricsIsAskedFor() throws Exception {
        var current = new AtomicReference<>(Optional.of("4bf92f3577b34da6a3ce929d0e0e4736"));
        var traced = new Meters("1", current::get);
        TokenEvent accepted =
                event(Outcome.ACCEPTED, Optional.empty(), Optional.of(GrantType.JWT_BEARER), Optional.empty());
        traced.tokenRequest("root", accepted);
        current.set(Optional.empty());
        traced.tokenRequest("root", accepted);

        String openMetrics = "application/openmetrics-text;version=1.0.0,text/plain;q=0.5";
        assertThat(text(traced, openMetrics))
                .contains("{trace_id=\"4bf92f3577b34da6a3ce929d0e0e4736\"}")
                .containsPattern("countersign_token_requests_total\\{.*} 2.0 # \\{trace_id=")
                .endsWith("# EOF\n");
        assertThat(text(traced, ""))
                .contains("countersign_token_requests_total{")
                .doesNotContain("trace_id");
        meters.tokenRequest("root", accepted);
        assertThat(text(meters, openMetrics)).doesNotContain("trace_id");
    }
}
