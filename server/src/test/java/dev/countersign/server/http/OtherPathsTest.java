package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.http.RawHttp.Answer;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.PathService;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of paths that resemble those of an endpoint, and of the services below the roots of paths. */
class OtherPathsTest {
    @TempDir
    private static Path folder;

    private static HttpFixture server;

    @BeforeAll
    static void start() throws Exception {
        server = new HttpFixture(
                folder,
                "https://localhost:9443/part",
                HttpFixture.SHORT,
                new Echo(List.of("/part", "/part/part")),
                new Echo(List.of("/part/other")));
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    /** A service that tells its first root and the path below. */
    private record Echo(List<String> roots) implements PathService {
        @Override
        public void handle(ServerRequest request, ServerResponse response) {
            response.send((roots.getFirst() + " " + below(request.path())).getBytes(StandardCharsets.UTF_8));
        }
    }

    private static Answer send(String method, String path) throws Exception {
        return RawHttp.once(server.port(), method + " " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/oauth2/jwks/",
                "/oauth2%2Fjwks",
                "/oauth2/%6Awks",
                "/oauth2//jwks",
                "//oauth2/jwks",
                "/OAuth2/jwks",
                "/health",
                "/health/live/",
                "/partial"
            })
    void servesNoPathThatResemblesThatOfAnEndpoint(String path) throws Exception {
        assertThat(send("GET", path).status()).isEqualTo(404);
        assertThat(send("OPTIONS", path).status()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "OPTIONS", "BREW"})
    void servesNoMethodOfTheServerAsAWhole(String method) throws Exception {
        assertThat(send(method, "*").status()).isIn(400, 404);
    }

    @ParameterizedTest
    @CsvSource({
        "/part,                    /part /",
        "/part/,                   /part /",
        "/part//,                  /part //",
        "/part/x%2Fy/z/,           /part /x%2Fy/z/",
        "/part/part,               /part /",
        "/part/part/part,          /part /part",
        "/part/oauth2/nothing,     /part /oauth2/nothing",
        "/part/other,              /part/other /",
        "/part/other/part,         /part/other /part",
        "/part/others,             /part /others"
    })
    void leavesEveryMethodToTheServiceOfTheLongestRoot(String path, String expected) throws Exception {
        for (String method : List.of("GET", "POST", "OPTIONS", "BREW")) {
            assertThat(send(method, path).body()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/oauth2/jwks", "/part/oauth2/jwks", "/part/.well-known/openid-configuration"})
    void servesItsEndpointsBeforeAnyService(String path) throws Exception {
        assertThat(send("GET", path).status()).isEqualTo(200);
        assertThat(send("DELETE", path).status()).isEqualTo(405);
        assertThat(send("DELETE", path).header("Allow")).isEqualTo("GET, HEAD, OPTIONS");
    }
}
