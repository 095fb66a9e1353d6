package dev.countersign.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.Parsed;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FetchTargetTest {

    @ParameterizedTest
    @CsvSource({
        "https://keys.example/jwks.json, true, keys.example, 443, /jwks.json",
        "HTTPS://Keys.Example./jwks.json, true, keys.example, 443, /jwks.json",
        "https://keys.example, true, keys.example, 443, /",
        "https://keys.example?a=b%20c, true, keys.example, 443, /?a=b%20c",
        "https://keys.example:8443/a//b/../c?x#part, true, keys.example, 8443, /a//b/../c?x",
        "http://keys.example:/a, false, keys.example, 80, /a",
        "https://[2001:db8::1]:444/a, true, 2001:db8::1, 444, /a",
        "https://[::1]/a, true, ::1, 443, /a",
        "https://bücher.example/ä, true, xn--bcher-kva.example, 443, /%C3%A4",
        "http://jwks_server:1/a, false, jwks_server, 1, /a",
        "https://127.1/a, true, 127.1, 443, /a",
        "https://keys.example:65535/a, true, keys.example, 65535, /a"
    })
    void readsUrls(String url, boolean secure, String host, int port, String path) {
        assertThat(FetchTarget.read(URI.create(url)))
                .isEqualTo(new Parsed.Read<>(new FetchTarget(secure, host, port, path)));
    }

    @ParameterizedTest
    @CsvSource({
        "ftp://keys.example/a, the URL does not begin with https://",
        "file:///etc/passwd, the URL does not begin with https://",
        "jar:https://keys.example/a!/b, the URL does not begin with https://",
        "/jwks.json, the URL does not begin with https://",
        "https:jwks, the URL has no valid host",
        "https:///jwks, the URL has no valid host",
        "https://user@keys.example/a, the URL holds a user name or a password",
        "https://user:word@keys.example/a, the URL holds a user name or a password",
        "https://keys.example:0/a, the URL has no valid port",
        "https://keys.example:65536/a, the URL has no valid port",
        "https://keys.example:99999999999/a, the URL has no valid port",
        "https://keys$example/a, the URL has no valid host"
    })
    void refusesUrlsThatCannotBeCalled(String url, String reason) {
        assertThat(FetchTarget.read(URI.create(url))).isEqualTo(new Parsed.Unreadable<>(reason));
    }
}
