package dev.countersign.server.admin.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.server.admin.ApiServer;
import dev.countersign.server.admin.ApiServer.Response;
import dev.countersign.server.admin.AuditResourceTest;
import dev.countersign.server.insight.AuditQuery;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.registry.change.TestJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the audit as JSON lines. */
class AuditLinesTest {
    private static final String LINES = "application/x-ndjson";

    private final ApiServer server = new ApiServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void streamsAllEventsNewestFirstHoweverManyPagesTheyFill() {
        record(2 * AuditLines.PAGE + 1);

        Response response = lines("/audit-events");

        assertThat(response.header("Content-Type")).isEqualTo(LINES);
        assertThat(response.header("X-Correlation-Id")).isNotEmpty();
        assertThat(response.header("Cache-Control")).isEqualTo("no-store");
        assertThat(ids(response))
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 2 * AuditLines.PAGE + 1)
                        .map(id -> 2 * AuditLines.PAGE + 2 - id)
                        .mapToObj(Long::toString)
                        .toList());
        assertThat(server.queries).allSatisfy(query -> assertThat(query.limit()).isLessThanOrEqualTo(AuditLines.PAGE));
    }

    @Test
    void streamsNothingWhereNothingIsFound() {
        Response response = lines("/audit-events");

        assertThat(response.status()).isEqualTo(200);
        assertThat(response.http().body()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, AuditLines.PAGE - 1, AuditLines.PAGE, AuditLines.PAGE + 1})
    void streamsNoMoreThanIsAskedFor(int limit) {
        record(AuditLines.PAGE + 2);

        assertThat(ids(lines("/audit-events?limit=" + limit))).hasSize(limit);
    }

    @Test
    void streamsInTheOrderOfRecordingForWhoFollows() {
        record(AuditLines.PAGE + 3);

        assertThat(ids(lines("/audit-events?after=2")))
                .startsWith("3", "4")
                .endsWith(Integer.toString(AuditLines.PAGE + 3))
                .hasSize(AuditLines.PAGE + 1);
    }

    @Test
    void doesNotChaseWhatIsRecordedMeanwhile() {
        record(3);
        server.found = query -> {
            record(server.audit.size() + 1);
            return server.inTheList(query);
        };

        assertThat(ids(lines("/audit-events?after=1"))).containsExactly("2", "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "application/x-ndjson|application/x-ndjson",
                "application/x-ndjson, application/json;q=0.5|application/x-ndjson",
                "application/json, application/x-ndjson;q=0.5|application/json;charset=UTF-8",
                "*/*|application/json;charset=UTF-8",
                "text/html|application/json;charset=UTF-8"
            })
    void givesLinesOnlyToWhoPrefersThem(String accept, String type) {
        assertThat(server.request("GET", "/audit-events")
                        .header("Accept", accept)
                        .over(HttpClient.Version.HTTP_1_1)
                        .send()
                        .header("Content-Type"))
                .isEqualTo(type);
    }

    @Test
    void answersAProblemWhenAParameterIsWrong() {
        Response response = lines("/audit-events?limit=0&kid=token");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.errors()).containsExactly("/kid unknown_parameter", "/limit out_of_range");
    }

    @Test
    void answersAProblemWhenTheStoreIsGoneFromTheStart() {
        server.found = _ -> {
            throw gone();
        };

        Response response = lines("/audit-events");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.text("code")).isEqualTo("store.unavailable");
    }

    @ParameterizedTest
    @EnumSource(HttpClient.Version.class)
    void breaksOffWhenTheStoreFailsInTheMiddle(HttpClient.Version version) {
        record(AuditLines.PAGE + 1);
        server.found = query -> {
            if (server.queries.size() > 1) {
                throw gone();
            }
            return server.inTheList(query);
        };

        assertThatThrownBy(() -> server.request("GET", "/audit-events")
                        .over(version)
                        .header("Accept", LINES)
                        .send())
                .isInstanceOf(UncheckedIOException.class);
        assertThat(server.queries).hasSize(2);
    }

    @Test
    void stopsWhenTheCallerGoesAway() throws Exception {
        server.audit.add(AuditResourceTest.event(1_000_000_000, "{}"));
        server.found = AuditLinesTest::endless;
        try (var socket = new Socket(InetAddress.getByName("localhost"), server.port())) {
            socket.getOutputStream().write("""
                            GET /api/v1/audit-events HTTP/1.1\r
                            Host: localhost\r
                            Accept: application/x-ndjson\r
                            Authorization: admin:read\r
                            \r
                            """.getBytes(StandardCharsets.US_ASCII));
            assertThat(socket.getInputStream().readNBytes(100_000)).hasSize(100_000);
        }

        await(() -> server.answered.get() == 1);
    }

    @Test
    void answersHeadWithoutReadingOn() {
        record(AuditLines.PAGE + 1);

        Response head = server.request("HEAD", "/audit-events")
                .header("Accept", LINES)
                .over(HttpClient.Version.HTTP_1_1)
                .send();

        assertThat(head.status()).isEqualTo(200);
        assertThat(head.header("Content-Type")).isEqualTo(LINES);
        assertThat(server.queries).hasSize(1);
    }

    private static List<AuditRecord> endless(AuditQuery query) {
        return LongStream.range(0, query.limit())
                .mapToObj(back -> AuditResourceTest.event(query.stretch().upTo() - back, "{}"))
                .toList();
    }

    private static StoreUnavailableException gone() {
        return new StoreUnavailableException(Duration.ofSeconds(1), new IOException("gone"));
    }

    private void record(int upTo) {
        for (int id = server.audit.size() + 1; id <= upTo; id++) {
            server.audit.add(AuditResourceTest.event(id, "{}"));
        }
    }

    private Response lines(String path) {
        return server.request("GET", path).header("Accept", LINES).send();
    }

    private static List<Object> ids(Response response) {
        return response.http()
                .body()
                .lines()
                .map(line -> TestJson.exact(line).get("id"))
                .toList();
    }

    private static void await(java.util.function.BooleanSupplier condition) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time").isLessThan(deadline);
            Thread.onSpinWait();
        }
    }
}
