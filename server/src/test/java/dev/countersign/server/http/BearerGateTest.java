package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.server.http.RawHttp.Answer;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.BearerGate;
import dev.countersign.server.web.Caller;
import dev.countersign.server.web.PathService;
import dev.countersign.server.web.Responses;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of protected endpoints from the view of callers (RFC 6750). */
class BearerGateTest {
    private static final AtomicReference<Caller> CALLER = new AtomicReference<>();
    private static final AtomicReference<BearerGate> GATE = new AtomicReference<>();
    private static HttpFixture server;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        var service = new PathService() {
            @Override
            public List<String> roots() {
                return List.of("/api/v1/thing");
            }

            @Override
            public void handle(ServerRequest request, ServerResponse response) {
                GATE.get().admit(request, response, "admin:write").ifPresent(caller -> {
                    CALLER.set(caller);
                    Responses.json(response, 200, Map.of("ok", true));
                });
            }
        };
        server = new HttpFixture(folder, HttpFixture.ISSUER, HttpFixture.SHORT, service);
        GATE.set(server.gate());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void admit() {
        server.clients.clear();
        server.clients.add(AdminApplication.enabled("admin:read admin:write"));
    }

    @Test
    @Spec("RFC 9449 §7.2")
    void aTokenThatIsBoundToAKeyIsWorthNothingAsABearerToken() throws Exception {
        IssuedToken free = server.records.token;
        server.records.token = new IssuedToken(
                free.id(),
                free.issuer(),
                free.subject(),
                free.issuerSubject(),
                free.application(),
                free.clientId(),
                free.scopes(),
                free.audiences(),
                new Confirmation(Map.of("jkt", "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I")),
                free.issuedAt(),
                free.expiresAt(),
                free.form());
        try {
            assertTurnedAway(
                    call("", bearer(server.token("admin:write"))),
                    401,
                    "DPoP realm=\"countersign\", error=\"invalid_token\", algs=\"RS256 RS384 RS512 PS256 PS384 PS512 ES256 ES384"
                            + " ES512 EdDSA Ed25519\"");
        } finally {
            server.records.token = free;
        }
        assertThat(call("", bearer(server.token("admin:write"))).status()).isEqualTo(200);
    }

    private static Answer call(String query, String headers) throws Exception {
        return RawHttp.once(
                server.port(), "GET /api/v1/thing" + query + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static void assertTurnedAway(Answer answer, int status, String challenge) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.all("WWW-Authenticate")).containsExactly(challenge);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    }

    @Test
    void letsAValidTokenPass() throws Exception {
        Answer answer = call("", bearer(server.token("admin:write")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(CALLER.get().clientId()).isEqualTo(HttpFixture.ADMIN);
        assertThat(CALLER.get().scopes())
                .isEqualTo(ScopeSet.parse("admin:write").orElseThrow());
    }

    @Test
    @Spec("RFC 6750 §3.1")
    void asksForATokenWithoutAnErrorCode() throws Exception {
        assertTurnedAway(call("", ""), 401, "Bearer realm=\"countersign\"");
        assertTurnedAway(call("", "Authorization: Basic YTpi\r\n"), 401, "Bearer realm=\"countersign\"");
        assertTurnedAway(call("", bearer("")), 401, "Bearer realm=\"countersign\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "a.b.c", "eyJhbGciOiJub25lIn0.e30."})
    @Spec("RFC 6750 §3.1")
    void refusesABadToken(String token) throws Exception {
        assertTurnedAway(call("", bearer(token)), 401, "Bearer realm=\"countersign\", error=\"invalid_token\"");
    }

    @Test
    @Spec("RFC 6750 §3.1")
    void refusesATokenWithoutTheScope() throws Exception {
        assertTurnedAway(
                call("", bearer(server.token("admin:read"))),
                403,
                "Bearer realm=\"countersign\", error=\"insufficient_scope\", scope=\"admin:write\"");
    }

    @Test
    @Spec("RFC 6750 §2")
    void refusesATokenInTwoPlacesOrInTheUrl() throws Exception {
        String token = server.token("admin:write");
        String challenge = "Bearer realm=\"countersign\", error=\"invalid_request\"";

        assertTurnedAway(call("?access_token=" + token, ""), 400, challenge);
        assertTurnedAway(call("?a=b&access_token=" + token, bearer(token)), 400, challenge);
        assertTurnedAway(call("", bearer(token) + bearer(token)), 400, challenge);
        assertTurnedAway(
                call("", bearer(token) + "Content-Type: application/x-www-form-urlencoded\r\n"), 400, challenge);
    }

    @Test
    void refusesTheTokenOfAnApplicationThatIsDisabledDeletedOrHasLostTheScope() throws Exception {
        String token = bearer(server.token("admin:write"));
        server.clients.set(0, AdminApplication.disabled("admin:read admin:write"));
        assertThat(call("", token).status()).isEqualTo(401);

        server.clients.set(0, AdminApplication.enabled("admin:read"));
        assertThat(call("", token).status()).isEqualTo(403);

        server.clients.clear();
        assertThat(call("", token).status()).isEqualTo(401);
    }

    @Test
    void refusesARevokedTokenAndReliesOnNoneWhileItCannotBeLookedUp() throws Exception {
        String token = bearer(server.token("admin:write"));
        assertThat(call("", token).status()).isEqualTo(200);

        server.records.outage = Optional.of(Duration.ofSeconds(2));
        Answer nobodyKnows = call("", token);
        server.records.outage = Optional.empty();
        server.records.revoked = true;
        Answer revoked = call("", token);
        server.records.revoked = false;

        assertThat(nobodyKnows.status()).isEqualTo(503);
        assertThat(nobodyKnows.header("Retry-After")).isEqualTo("2");
        assertThat(revoked.status()).isEqualTo(401);
    }

    @Test
    void turnsAFaultOfAHandlerIntoAProblem() throws Exception {
        GATE.set(server.gate(new BrokenKeys()));

        Answer answer = call("", bearer(server.token("admin:write")));
        GATE.set(server.gate());

        assertThat(answer.status()).isEqualTo(500);
        assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(answer.body()).contains(answer.header("X-Correlation-Id")).doesNotContain("broken on purpose");
    }
}
