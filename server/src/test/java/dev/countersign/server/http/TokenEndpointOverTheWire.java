package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.http.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A server, and token requests written and read octet by octet. */
abstract class TokenEndpointOverTheWire {
    static final String GRANT = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
    static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    static final String BASIC = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("orders-app:secret".getBytes(StandardCharsets.UTF_8)) + "\r\n";
    static final String GOOD = GRANT + "&assertion=a.b.c";

    static HttpFixture server;
    private static HttpFixture.Core core;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new HttpFixture(folder);
        core = server.core;
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void forget() {
        server.seen.clear();
        server.origins.clear();
        server.core = core;
    }

    static String request(String method, String path, String headers, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
    }

    static Answer post(String headers, String body) throws Exception {
        return RawHttp.once(server.port(), request("POST", "/oauth2/token", headers, body));
    }

    static RejectionCode refusal() {
        assertThat(server.seen).hasSize(1);
        return ((Ruling.Refused<TokenRequest>) server.seen.getFirst())
                .rejection()
                .code();
    }

    static void assertError(Answer answer, int status, String error) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Pragma")).isEqualTo("no-cache");
        assertThat(answer.header("X-Correlation-Id")).matches("[0-9a-f]{32}");
        assertThat(answer.body())
                .startsWith("{\"error\":\"" + error + "\",\"error_description\":\"")
                .endsWith("\",\"correlation_id\":\"" + answer.header("X-Correlation-Id") + "\"}");
    }
}
