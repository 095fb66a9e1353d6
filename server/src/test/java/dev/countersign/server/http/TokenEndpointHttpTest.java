package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.ClientRejection.Failure;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.http.RawHttp.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The token endpoint as it looks from a socket (RFC 6749 §3.2 and §5). */
class TokenEndpointHttpTest {
    private static final String GRANT = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer";
    private static final String FORM = "Content-Type: application/x-www-form-urlencoded\r\n";
    private static final String BASIC = "Authorization: Basic "
            + Base64.getEncoder().encodeToString("orders-app:secret".getBytes(StandardCharsets.UTF_8)) + "\r\n";
    private static final String GOOD = GRANT + "&assertion=a.b.c";

    private static RunningServer server;
    private static TokenRequests core;

    @BeforeAll
    static void start(@TempDir Path folder) throws Exception {
        server = new RunningServer(folder);
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

    private static String request(String method, String path, String headers, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers + "Content-Length: "
                + body.getBytes(StandardCharsets.ISO_8859_1).length + "\r\n\r\n" + body;
    }

    private static Answer post(String headers, String body) throws Exception {
        return RawHttp.once(server.port(), request("POST", "/oauth2/token", headers, body));
    }

    private RejectionCode refusal() {
        assertThat(server.seen).hasSize(1);
        return ((Ruling.Refused<TokenRequest>) server.seen.getFirst())
                .rejection()
                .code();
    }

    private static void assertError(Answer answer, int status, String error) {
        assertThat(answer.status()).isEqualTo(status);
        assertThat(answer.header("Content-Type")).isEqualTo("application/json;charset=UTF-8");
        assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
        assertThat(answer.header("Pragma")).isEqualTo("no-cache");
        assertThat(answer.header("X-Correlation-Id")).matches("[0-9a-f]{32}");
        assertThat(answer.body())
                .startsWith("{\"error\":\"" + error + "\",\"error_description\":\"")
                .endsWith("\",\"correlation_id\":\"" + answer.header("X-Correlation-Id") + "\"}");
    }

    @Test
    @Spec("RFC 6749 §5.1")
    void answersWithATokenThatNoCacheKeeps() throws Exception {
        Answer answer = post(FORM + BASIC, GOOD);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body())
                .isEqualTo("{\"access_token\":\"the.access.token\",\"token_type\":\"Bearer\",\"expires_in\":3600,"
                        + "\"scope\":\"orders:read orders:write\"}");
        assertThat(answer.all("Cache-Control")).containsExactly("no-store");
        assertThat(answer.all("Pragma")).containsExactly("no-cache");
        assertThat(answer.all("Content-Type")).containsExactly("application/json;charset=UTF-8");
        assertThat(answer.all("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.all("X-Correlation-Id"))
                .containsExactly(server.origins.getFirst().correlationId().value());
        assertThat(server.origins.getFirst().remoteAddress()).isEqualTo("127.0.0.1");
    }

    @Test
    @Spec("RFC 6749 §5.1")
    void leavesOutAnEmptyScope() throws Exception {
        server.core = (parsed, origin) -> Ruling.granted(RunningServer.answer(""));

        assertThat(post(FORM + BASIC, GOOD).body()).doesNotContain("scope");
    }

    @Test
    void neverTakesTheCorrelationIdFromTheRequest() throws Exception {
        Answer answer = post(FORM + BASIC + "X-Correlation-Id: mine\r\n", GOOD);

        assertThat(answer.all("X-Correlation-Id")).hasSize(1).noneMatch("mine"::equals);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW"})
    @Spec("RFC 6749 §3.2")
    void servesNoOtherMethodThanPost(String method) throws Exception {
        try (var connection = new RawHttp(server.port())) {
            connection.send(request(method, "/oauth2/token", FORM + BASIC, method.equals("HEAD") ? "" : GOOD));
            Answer answer = connection.receive(method.equals("HEAD"));

            assertThat(answer.status()).isEqualTo(405);
            assertThat(answer.header("Allow")).isEqualTo("POST");
            assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
            if (!method.equals("HEAD")) {
                assertError(answer, 405, "invalid_request");
            }
            assertThat(server.seen).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "multipart/form-data; boundary=x",
                "text/plain",
                "application/x-www-form-urlencoded; charset=ISO-8859-1",
                "application/x-www-form-urlencodedx",
                "*/*"
            })
    @Spec("RFC 6749 appendix B")
    void refusesAnotherContentType(String type) throws Exception {
        assertError(post("Content-Type: " + type + "\r\n" + BASIC, GOOD), 400, "invalid_request");
        assertThat(refusal()).isEqualTo(RejectionCode.REQUEST_MALFORMED);
    }

    @Test
    @Spec("RFC 6749 appendix B")
    void refusesAMissingOrASecondContentType() throws Exception {
        assertError(post(BASIC, GOOD), 400, "invalid_request");
        assertError(post(FORM + FORM + BASIC, GOOD), 400, "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded;charset=UTF-8",
                "Application/X-WWW-Form-Urlencoded; charset=\"utf-8\"",
                "application/x-www-form-urlencoded ; Charset=Utf-8"
            })
    @Spec("RFC 6749 appendix B")
    void acceptsTheFormInUtf8HoweverItIsWritten(String type) throws Exception {
        assertThat(post("Content-Type: " + type + "\r\n" + BASIC, GOOD).status())
                .isEqualTo(200);
    }

    @Test
    void refusesAnEncodedBody() throws Exception {
        assertError(post(FORM + BASIC + "Content-Encoding: gzip\r\n", GOOD), 400, "invalid_request");
    }

    @Test
    @Spec("RFC 6749 §3.2")
    void refusesParametersInTheQueryAlone() throws Exception {
        Answer answer = RawHttp.once(
                server.port(), request("POST", "/oauth2/token?grant_type=client_credentials", FORM + BASIC, ""));

        assertError(answer, 400, "invalid_request");
        assertThat(refusal()).isEqualTo(RejectionCode.REQUEST_GRANT_TYPE_MISSING);
    }

    @Test
    @Spec("RFC 6749 §3.2")
    void refusesAParameterInTheQueryAndTheBody() throws Exception {
        assertError(
                RawHttp.once(server.port(), request("POST", "/oauth2/token?scope=a", FORM + BASIC, GOOD + "&scope=a")),
                400,
                "invalid_request");
        assertThat(refusal()).isEqualTo(RejectionCode.REQUEST_PARAMETER_REPEATED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"client_id=orders-app", "client_secret=s", "client_assertion=a", "assertion=a", "client%5Fid=a"})
    @Spec("RFC 6749 §2.3.1")
    void refusesCredentialsInTheUrl(String query) throws Exception {
        assertError(
                RawHttp.once(server.port(), request("POST", "/oauth2/token?" + query, FORM + BASIC, GRANT)),
                400,
                "invalid_request");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%zz", "%", "%4", "%00", "%ff", "%C3", "%ED%A0%80", "\u00e9", "a\u0001b", "a\r\nb"})
    @Spec("RFC 6749 §5.2")
    void refusesWhatIsNotPercentEncodedUtf8(String value) throws Exception {
        assertError(post(FORM + BASIC, GRANT + "&assertion=" + value), 400, "invalid_request");
        assertThat(refusal()).isEqualTo(RejectionCode.REQUEST_MALFORMED);
    }

    @Test
    void refusesAMalformedQueryToo() throws Exception {
        Answer answer = RawHttp.once(server.port(), request("POST", "/oauth2/token?a=%zz", FORM + BASIC, GOOD));

        assertError(answer, 400, "invalid_request");
    }

    @Test
    @Spec("RFC 6749 §5.2")
    void neverEchoesWhatItWasSent() throws Exception {
        Answer answer = post(FORM + BASIC, "grant_type=%22%3Cimg%3E%0D%0A%C3%A9&assertion=secret-thing");

        assertError(answer, 400, "unsupported_grant_type");
        assertThat(answer.body())
                .doesNotContain("<img>")
                .doesNotContain("secret-thing")
                .matches("[\\x20-\\x7E]*");
    }

    @Test
    void readsABodyOfExactly64Kilobytes() throws Exception {
        String body = GOOD + "&padding=";

        assertThat(post(FORM + BASIC, body + "x".repeat(64 * 1024 - body.length()))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(ints = {64 * 1024 + 1, 200_000, 2_000_000})
    void refusesALongerBodyWithoutReadingIt(int length) throws Exception {
        try (var connection = new RawHttp(server.port())) {
            connection.send("POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n" + FORM + BASIC + "Content-Length: "
                    + length + "\r\n\r\n");

            assertError(connection.receive(), 413, "invalid_request");
            assertThat(connection.isClosed()).isTrue();
        }
    }

    @Test
    void readsAChunkedBody() throws Exception {
        Answer answer = RawHttp.once(
                server.port(),
                "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n" + FORM + BASIC
                        + "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(GOOD.length()) + "\r\n" + GOOD
                        + "\r\n0\r\n\r\n");

        assertThat(answer.status()).isEqualTo(200);
    }

    @Test
    void refusesAChunkedBodyOnceItIsTooLong() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            connection.send("POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\n" + FORM + BASIC
                    + "Transfer-Encoding: chunked\r\n\r\n");
            for (int i = 0; i < 5; i++) {
                connection.send("4000\r\n" + "x".repeat(0x4000) + "\r\n");
            }

            assertError(connection.receive(), 413, "invalid_request");
            assertThat(refusal()).isEqualTo(RejectionCode.REQUEST_TOO_LARGE);
        }
    }

    @Test
    void answersSeveralRequestsOnOneConnection() throws Exception {
        try (var connection = new RawHttp(server.port())) {
            Answer first = connection.exchange(request("POST", "/oauth2/token", FORM + BASIC, GOOD));
            Answer refused = connection.exchange(request("POST", "/oauth2/token", FORM + BASIC, "grant_type=x"));
            Answer third = connection.exchange(request("POST", "/oauth2/token", FORM + BASIC, GOOD));

            assertThat(first.status()).isEqualTo(200);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(third.status()).isEqualTo(200);
            assertThat(first.header("X-Correlation-Id")).isNotEqualTo(third.header("X-Correlation-Id"));
        }
    }

    @Test
    @Spec("RFC 6749 §5.2")
    void answersEveryFailedAuthenticationAlike() throws Exception {
        var distinct = Arrays.stream(Failure.values())
                .map(failure -> {
                    server.core = (parsed, origin) -> Ruling.refused(new ClientRejection.Unauthenticated(failure));
                    try {
                        Answer answer = post(FORM + BASIC, GOOD);
                        assertError(answer, 401, "invalid_client");
                        assertThat(answer.header("WWW-Authenticate")).startsWith("Basic realm=\"countersign\"");
                        String id = answer.header("X-Correlation-Id");
                        return (answer.headers() + answer.body())
                                .replace(id, "ID")
                                .replaceAll("Date: [^,]+,[^,\\]]+", "");
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                })
                .distinct();

        assertThat(distinct).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "1, 1", "999, 1", "1000, 1", "1001, 2", "59001, 60"})
    @Spec("RFC 9110 §10.2.3")
    void roundsRetryAfterUp(long millis, String seconds) throws Exception {
        server.core =
                (parsed, origin) -> Ruling.refused(new DependencyRejection.StoreUnavailable(Duration.ofMillis(millis)));

        Answer answer = post(FORM + BASIC, GOOD);

        assertError(answer, 503, "temporarily_unavailable");
        assertThat(answer.header("Retry-After")).isEqualTo(seconds);
    }

    @Test
    void answersAFaultWithItsCorrelationIdAndNothingElse() throws Exception {
        server.core = (parsed, origin) -> {
            throw new IllegalStateException("the secret cause");
        };

        Answer answer = post(FORM + BASIC, GOOD);

        assertError(answer, 500, "server_error");
        assertThat(answer.header("X-Correlation-Id"))
                .isEqualTo(server.origins.getFirst().correlationId().value());
        assertThat(answer.body()).doesNotContain("secret cause");
    }

    @Test
    void asksTheNextOneToComeBackWhenAllPlacesAreTaken() throws Exception {
        var entered = new CountDownLatch(RunningServer.SHORT.tokenRequests());
        var leave = new CountDownLatch(1);
        server.core = (parsed, origin) -> {
            if (parsed instanceof Ruling.Refused(var rejection)) {
                return Ruling.refused(rejection);
            }
            entered.countDown();
            try {
                leave.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Ruling.granted(RunningServer.answer(""));
        };
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < RunningServer.SHORT.tokenRequests(); i++) {
                callers.submit(() -> post(FORM + BASIC, GOOD));
            }
            entered.await();

            Answer answer = post(FORM + BASIC, GOOD);

            leave.countDown();
            assertError(answer, 503, "temporarily_unavailable");
            assertThat(answer.header("Retry-After")).isEqualTo("1");
        }
        assertThat(post(FORM + BASIC, GOOD).status()).isEqualTo(200);
    }

    @Test
    @Spec("RFC 6749 §2.3.1")
    void readsTheReferenceDocumentsRequest() throws Exception {
        post("Content-Type:application/x-www-form-urlencoded\r\n" + BASIC, GOOD);

        var request = ((Ruling.Granted<TokenRequest>) server.seen.getFirst()).value();
        assertThat(request.client()).isInstanceOfSatisfying(ClientAuthentication.Secret.class, secret -> {
            assertThat(secret.method()).isEqualTo(AuthenticationMethod.CLIENT_SECRET_BASIC);
            assertThat(secret.clientId().value()).isEqualTo("orders-app");
        });
        assertThat(request.grant()).isEqualTo(new TokenRequest.Grant.JwtBearer("a.b.c"));
    }
}
