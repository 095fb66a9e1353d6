package dev.countersign.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.http.RawHttp.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the token endpoint at the level of octets (RFC 6749 §3.2 and appendix B). */
class TokenRequestOverTheWireTest extends TokenEndpointOverTheWire {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/json",
                "multipart/form-data; boundary=x",
                "text/plain",
                "application/x-www-form-urlencoded; charset=ISO-8859-1",
                "application/x-www-form-urlencoded; charset=utf-16",
                "application/x-www-form-urlencodedx",
                "*/*"
            })
    @Spec("RFC 6749 appendix B")
    void refusesAnotherContentType(String type) throws Exception {
        assertError(post("Content-Type: " + type + "\r\n" + BASIC, GOOD), 400, "invalid_request");
        assertThat(refusal()).isEqualTo(RejectionCode.REQUEST_MALFORMED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application/x-www-form-urlencoded",
                "Application/X-WWW-Form-Urlencoded; charset=UTF-8",
                "application/x-www-form-urlencoded;charset=\"utf-8\"",
                "application/x-www-form-urlencoded; charset=utf8",
                "application/x-www-form-urlencoded;charset=UTF8"
            })
    @Spec("RFC 6749 appendix B")
    void takesFormsInUtf8HoweverThatIsWritten(String type) throws Exception {
        assertThat(post("Content-Type: " + type + "\r\n" + BASIC, GOOD).status())
                .isEqualTo(200);
    }

    @Test
    @Spec("RFC 6749 appendix B")
    void refusesAMissingOrASecondContentType() throws Exception {
        assertError(post(BASIC, GOOD), 400, "invalid_request");
        assertError(post(FORM + FORM + BASIC, GOOD), 400, "invalid_request");
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
            strings = {
                "client-request-id=1|&client-request-id=1",
                "client-request-id=1|&client-request-id=2",
                "client-request-id=1|",
                "a=1&a=2|",
                "Scope=x|"
            })
    @Spec("RFC 6749 §3.2")
    void ignoresAQueryParameterThatIsNotKnownAlsoWhereTheBodyHasItToo(String queryAndMore) throws Exception {
        String[] parts = queryAndMore.split("\\|", -1);

        Answer answer = RawHttp.once(
                server.port(), request("POST", "/oauth2/token?" + parts[0], FORM + BASIC, GOOD + parts[1]));

        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grant_type", "scope", "resource=a&resource", "token_type_hint", "subject_token"})
    @Spec("RFC 6749 §3.2")
    void refusesAKnownParameterTwiceWhereverItStands(String name) throws Exception {
        String first = name.replaceFirst("=.*", "");
        boolean repeatable = first.equals("resource");
        String query = name + "=x";

        Answer answer = RawHttp.once(
                server.port(), request("POST", "/oauth2/token?" + query, FORM + BASIC, GRANT + "&" + first + "=y"));

        assertThat(refusal())
                .isEqualTo(
                        repeatable
                                ? RejectionCode.REQUEST_ASSERTION_MISSING
                                : RejectionCode.REQUEST_PARAMETER_REPEATED);
        assertError(answer, 400, "invalid_request");
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
}
