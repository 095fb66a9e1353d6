package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.ServerProcess;
import dev.countersign.server.http.RawHttp;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Attacks with very many names, or names with the same hash code: refused for their number, or processed fast. */
@Timeout(60)
class CollidingNamesTest {
    private static final int SHORT_NAMES = 217_872;
    /** Far below the 17 seconds that it was, and far above what a busy machine takes. */
    private static final Duration AT_MOST = Duration.ofSeconds(4);

    private static final String URL_ENCODED = "application/x-www-form-urlencoded";
    private static final String ALPHABET = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    private static RawHttp.Answer answerInTime(String path, String type, String body) throws Exception {
        ServerProcess server = AttackedProcess.server();
        long start = System.nanoTime();
        RawHttp.Answer answer;
        try (var peer = new RawHttp(Sockets.plain(server.httpPort()))) {
            peer.send("POST " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: " + type + "\r\nContent-Length: "
                    + body.length() + "\r\n\r\n");
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    peer.send(body);
                } catch (java.io.IOException refused) {
                    // the response came before the end of the body
                }
            });
            answer = peer.receive();
            sender.join();
        }
        assertThat(System.nanoTime() - start).isLessThan(AT_MOST.toNanos());
        AttackedProcess.assertServes(server);
        return answer;
    }

    private static String shortNames(int count) {
        var body = new StringBuilder();
        int base = ALPHABET.length();
        for (int i = 0; i < count; i++) {
            body.append(ALPHABET.charAt(i % base))
                    .append(ALPHABET.charAt(i / base % base))
                    .append(ALPHABET.charAt(i / base / base % base))
                    .append("=&");
        }
        return body.substring(0, body.length() - 1);
    }

    /** Names of one hash code: each is a sequence of these pairs, of which every one counts alike. */
    private static List<String> colliding(int count) {
        String[] pairs = {"Aa", "BB", "C#"};
        var names = new ArrayList<String>(List.of(""));
        while (names.size() < count) {
            var longer = new ArrayList<String>();
            for (String name : names) {
                for (String pair : pairs) {
                    longer.add(name + pair);
                }
            }
            names = longer;
        }
        return names.subList(0, count);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/console/sign-in", "/console/setup", "/oauth2/token", "/oauth2/introspect", "/oauth2/revoke"})
    void refusesFormsOfVeryManyShortNames(String path) throws Exception {
        assertThat(answerInTime(path, URL_ENCODED, shortNames(SHORT_NAMES)).status())
                .isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/console/sign-in", "/oauth2/token"})
    void refusesFormsOfManyNamesThatCollide(String path) throws Exception {
        String body = String.join(
                "=&",
                colliding(2_500).stream().map(name -> name.replace("#", "%23")).toList());

        assertThat(answerInTime(path, URL_ENCODED, body).status()).isBetween(400, 499);
    }

    @ParameterizedTest
    @ValueSource(ints = {201, 2_500})
    void refusesFormsByTheNumberOfTheirFields(int count) throws Exception {
        assertThat(answerInTime("/oauth2/token", URL_ENCODED, shortNames(count)).body())
                .contains("invalid_request");
    }

    @Test
    void refusesQueriesOfManyNames() throws Exception {
        assertThat(answerInTime("/oauth2/token?" + shortNames(1_500), URL_ENCODED, "a=b")
                        .status())
                .isBetween(400, 499);
        assertThat(answerInTime("/oauth2/token?" + shortNames(10_000), URL_ENCODED, "a=b")
                        .status())
                .isEqualTo(414);
    }

    @Test
    void refusesMultipartOfManyParts() throws Exception {
        var body = new StringBuilder();
        for (int i = 0; i < 1_200; i++) {
            body.append("--x\r\nContent-Disposition: form-data; name=\"")
                    .append(i)
                    .append("\"\r\n\r\n\r\n");
        }
        assertThat(answerInTime("/console/sign-in", "multipart/form-data; boundary=x", body + "--x--\r\n")
                        .status())
                .isBetween(400, 499);
    }

    /** The claims of an assertion are read before its signature is. */
    @ParameterizedTest
    @ValueSource(strings = {"client_assertion", "assertion"})
    void readsClaimsThatCollideAtOnce(String parameter) throws Exception {
        var claims = new StringBuilder("{\"iss\":\"a\",\"sub\":\"a\"");
        colliding(1_800).forEach(name -> claims.append(",\"").append(name).append("\":0"));
        String jwt = encoded("{\"alg\":\"ES256\"}") + "." + encoded(claims + "}") + ".AAAA";
        String body = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer"
                + "&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&" + parameter
                + "=" + jwt;

        assertThat(answerInTime("/oauth2/token", URL_ENCODED, body).status()).isBetween(400, 499);
    }

    private static String encoded(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
