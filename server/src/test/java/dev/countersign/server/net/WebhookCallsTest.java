package dev.countersign.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests of requests to a webhook, on a real socket. */
@Timeout(60)
class WebhookCallsTest {
    private static final byte[] BODY = "{\"a\":\"b\"}".getBytes(StandardCharsets.UTF_8);

    private static WebhookCalls calls(String... allowed) {
        return new WebhookCalls(new OutboundSettings(
                Duration.ofMillis(300),
                Duration.ofMillis(300),
                1000,
                List.of(allowed),
                List.of(),
                Optional.empty(),
                Path.of("conf")));
    }

    @ParameterizedTest
    @CsvSource({"200,", "204,", "299,", "302, answered 302", "400, answered 400", "500, answered 500"})
    void aSuccessIsTwoHundredToTwoHundredNinetyNine(int status, String reason) throws IOException {
        try (var server =
                RawServer.saying("HTTP/1.1 %s X\r\nContent-Length: 0\r\nLocation: /\r\n\r\n".formatted(status))) {
            assertThat(calls("127.0.0.1").post(server.url(), BODY, Map.of())).isEqualTo(Optional.ofNullable(reason));
            assertThat(server.requests).hasSize(1);
        }
    }

    @Test
    void theRequestIsJsonWithItsHeaders() throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 204 X\r\n\r\n")) {
            assertThat(calls("127.0.0.1").post(server.url(), BODY, Map.of("Countersign-Delivery", "d1")))
                    .isEmpty();

            assertThat(server.requests)
                    .singleElement()
                    .satisfies(request -> assertThat(request.lines())
                            .contains(
                                    "POST /jwks.json?a=b HTTP/1.1",
                                    "Countersign-Delivery: d1",
                                    "Content-Length: 9",
                                    "Content-Type: application/json; charset=UTF-8",
                                    "Connection: close"));
        }
    }

    @Test
    void aPrivateAddressIsRefusedUnlessItIsListed() throws IOException {
        try (var server = RawServer.saying("HTTP/1.1 204 X\r\n\r\n")) {
            assertThat(calls().post(server.url(), BODY, Map.of()).orElseThrow())
                    .contains("127.0.0.1", "loopback", "allowed_private_hosts");
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void anAbsentOrSilentReceiverIsAFailureInTime() throws IOException {
        try (var server = RawServer.saying(out -> Thread.sleep(5000))) {
            assertThat(calls("127.0.0.1").post(server.url(), BODY, Map.of())).contains("timed out after 300 ms");
            URI closed = URI.create("http://127.0.0.1:1/");
            assertThat(calls("127.0.0.1").post(closed, BODY, Map.of())).contains("refused the connection");
        }
    }
}
