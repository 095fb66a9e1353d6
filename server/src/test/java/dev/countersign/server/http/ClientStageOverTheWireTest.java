package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.http.RawHttp.Answer;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of client authentication at introspection and revocation: recorded, delayed and shed as at the token endpoint.
 */
class ClientStageOverTheWireTest {
    private HttpFixture server;

    @BeforeEach
    void start(@TempDir Path folder) throws Exception {
        server = new HttpFixture(folder);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Answer post(String endpoint, String secret) throws Exception {
        String basic = Base64.getEncoder().encodeToString(("admin-app:" + secret).getBytes());
        String body = "token=x";
        return RawHttp.once(
                server.port(),
                "POST /oauth2/" + endpoint + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic " + basic
                        + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + body.length()
                        + "\r\n\r\n" + body);
    }

    @ParameterizedTest
    @ValueSource(strings = {"introspect", "revoke"})
    void recordsOneEventForAWrongSecret(String endpoint) throws Exception {
        Answer answer = post(endpoint, "wrong");

        assertThat(answer.status()).isEqualTo(401);
        assertThat(server.events).hasSize(1);
        TokenEvent event = server.events.getFirst();
        assertThat(event.code().map(RejectionCode::value)).contains("client.unauthenticated");
        assertThat(event.clientId()).contains("admin-app");
        assertThat(event.stage()).startsWith(endpoint.substring(0, 4));
        assertThat(event.correlationId().value()).isEqualTo(answer.header("X-Correlation-Id"));
        assertThat(event.isOfUnprovenCaller()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"introspect", "revoke"})
    void slowsFailuresDown(String endpoint) throws Exception {
        for (int i = 0; i < FailureThrottle.FREE_FAILURES; i++) {
            assertThat(post(endpoint, "wrong").status()).isEqualTo(401);
        }

        assertThat(post(endpoint, "wrong").status()).isEqualTo(429);
    }

    @ParameterizedTest
    @ValueSource(strings = {"introspect", "revoke"})
    void recordsARequestThatIsNoForm(String endpoint) throws Exception {
        Answer answer = RawHttp.once(
                server.port(),
                "POST /oauth2/" + endpoint + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n\r\nx");

        assertThat(answer.status()).isEqualTo(400);
        assertThat(server.events).hasSize(1);
        assertThat(server.events.getFirst().clientId()).isEqualTo(Optional.empty());
    }
}
