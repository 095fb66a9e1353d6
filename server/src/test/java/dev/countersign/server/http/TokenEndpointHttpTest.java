package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.ClientAuthentication;
import dev.countersign.core.grant.JwtBearerGrant;
import dev.countersign.core.grant.TokenRequest;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.ClientRejection.Failure;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.server.http.RawHttp.Answer;
import dev.countersign.server.http.token.RequestTraces;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the responses of the token endpoint on a socket (RFC 6749 §5). */
class TokenEndpointHttpTest extends TokenEndpointOverTheWire {

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

    @ParameterizedTest
    @ValueSource(strings = {"::1", "2001:db8::17", "2001:db8:0:1::", "203.0.113.7"})
    void writesTheAddressOfTheClientInItsShortForm(String address) throws Exception {
        server.forwarded = Optional.of(InetAddress.ofLiteral(address));
        post(FORM + BASIC, GOOD);

        assertThat(server.origins.getLast().remoteAddress()).isEqualTo(address);
    }

    @Test
    @Spec("RFC 6749 §5.1")
    void leavesOutAnEmptyScope() throws Exception {
        server.core = (parsed, origin) -> Ruling.granted(HttpFixture.answer(""));

        assertThat(post(FORM + BASIC, GOOD).body()).doesNotContain("scope");
    }

    @Test
    @Spec("draft-ietf-oauth-identity-assertion-authz-grant-05 §4.4.2")
    void namesTheResourcesToWhichATokenIsRestricted() throws Exception {
        assertThat(post(FORM + BASIC, GOOD).body()).doesNotContain("resource");
        server.core = (parsed, origin) -> Ruling.granted(HttpFixture.restricted("https://mcp.example/"));
        assertThat(post(FORM + BASIC, GOOD).body()).contains("\"resource\":\"https://mcp.example/\"");
        server.core = (parsed, origin) -> Ruling.granted(HttpFixture.restricted("https://mcp.example/", "urn:a"));
        assertThat(post(FORM + BASIC, GOOD).body()).contains("\"resource\":[\"https://mcp.example/\",\"urn:a\"]");
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
    void aTraceLearnsTheRouteAndTheStatusOfAnAnswerAndOfAFault() throws Exception {
        var learned = new CopyOnWriteArrayList<String>();
        server.traces = (request, route, traceId, processing) -> {
            traceId.accept("4bf92f3577b34da6a3ce929d0e0e4736");
            learned.add(route.apply(request.path()) + " " + processing.run());
        };

        post(FORM + BASIC, GOOD);
        server.core = (parsed, origin) -> {
            throw new IllegalStateException("a fault");
        };
        Answer fault = post(FORM + BASIC, GOOD);
        server.traces = RequestTraces.OFF;

        assertThat(learned).containsExactly("/oauth2/token 200", "/oauth2/token 500");
        assertError(fault, 500, "server_error");
        assertThat(fault.header("X-Correlation-Id")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    }

    @Test
    void asksTheNextOneToComeBackWhenAllPlacesAreTaken() throws Exception {
        var entered = new CountDownLatch(HttpFixture.SHORT.tokenRequests());
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
            return Ruling.granted(HttpFixture.answer(""));
        };
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < HttpFixture.SHORT.tokenRequests(); i++) {
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
    void makesNoExchangeThatWouldLeaveNoTrace() throws Exception {
        server.auditIsBehind.set(true);

        Answer answer = post(FORM + BASIC, GOOD);

        assertError(answer, 503, "temporarily_unavailable");
        assertThat(server.seen).allSatisfy(seen -> assertThat(seen).isInstanceOf(Ruling.Refused.class));
        server.auditIsBehind.set(false);
        assertThat(post(FORM + BASIC, GOOD).status()).isEqualTo(200);
    }

    @Test
    void everyRequestThatIsTurnedAwayIsCountedAndHandedToTheAudit() throws Exception {
        server.auditIsBehind.set(true);
        int flood = 100;

        for (int i = 0; i < flood; i++) {
            assertThat(post(FORM + BASIC, GOOD).status()).isEqualTo(503);
        }

        server.auditIsBehind.set(false);
        assertThat(server.shed.get()).isEqualTo(flood);
        assertThat(server.seen).hasSize(flood);
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
        assertThat(request.grant()).isEqualTo(new JwtBearerGrant("a.b.c"));
    }
}
