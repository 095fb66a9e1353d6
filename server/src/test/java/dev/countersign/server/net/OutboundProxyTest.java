package dev.countersign.server.net;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.server.net.HttpsTrustTest.Identity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of calls through a proxy, over sockets. */
@Timeout(60)
class OutboundProxyTest {
    private static final Optional<OutboundProxy.Credentials> USER =
            Optional.of(new OutboundProxy.Credentials("countersign", "pass:wörd"));
    private static final String BASIC = "Basic Y291bnRlcnNpZ246cGFzczp3w7ZyZA==";

    @TempDir
    private Path folder;

    private final List<String> resolved = new CopyOnWriteArrayList<>();

    private InetAddress[] resolve(String host) throws UnknownHostException {
        resolved.add(host);
        if (host.equals("keys.example")) {
            throw new UnknownHostException("only the proxy knows it");
        }
        return new InetAddress[] {InetAddress.getLoopbackAddress()};
    }

    private OutboundSettings settings(OutboundProxy proxy, List<String> allowed, List<Path> authorities) {
        return new OutboundSettings(
                Duration.ofMillis(700),
                Duration.ofMillis(700),
                1000,
                allowed,
                authorities,
                Optional.of(proxy),
                Path.of("conf"));
    }

    private HttpJwksFetcher fetcher(OutboundProxy proxy, Path... authorities) {
        return new HttpJwksFetcher(settings(proxy, List.of(), List.of(authorities)), this::resolve);
    }

    private static OutboundProxy proxy(int port, Optional<OutboundProxy.Credentials> credentials, String... direct) {
        return new OutboundProxy("proxy.example", port, credentials, List.of(direct));
    }

    private static String failure(FetchOutcome<byte[]> outcome) {
        return outcome.failure().orElseThrow();
    }

    @Test
    void verifiesTheTargetThroughTheTunnelAndLetsTheProxyResolveIt() throws Exception {
        Identity target = Identity.of(HttpsTrustTest.KEYS_EXAMPLE);
        try (var proxy = new TunnelProxy(BASIC);
                var server = target.serve()) {
            var fetcher = fetcher(proxy(proxy.port(), USER), target.write(folder.resolve("ca.pem")));
            URI url = server.url("https", "keys.example");

            assertThat(fetcher.fetch(url)).isInstanceOf(FetchOutcome.Fetched.class);
            assertThat(proxy.heads)
                    .singleElement()
                    .asString()
                    .startsWith("CONNECT keys.example:%1$s HTTP/1.1\r\nHost: keys.example:%1$s\r\n"
                            .formatted(url.getPort()));
            assertThat(server.requests)
                    .singleElement()
                    .asString()
                    .startsWith("GET /jwks.json?a=b ")
                    .doesNotContain("Proxy-");
            assertThat(resolved).containsExactly("proxy.example");
        }
    }

    @Test
    void aProxyThatPresentsItsOwnCertificateIsNotTrusted() throws Exception {
        Identity target = Identity.of(HttpsTrustTest.KEYS_EXAMPLE);
        Identity other = Identity.of(HttpsTrustTest.KEYS_EXAMPLE);
        try (var proxy = new TunnelProxy("");
                var server = other.serve()) {
            var fetcher = fetcher(proxy(proxy.port(), USER), target.write(folder.resolve("ca.pem")));

            assertThat(failure(fetcher.fetch(server.url("https", "keys.example"))))
                    .isEqualTo("through the proxy proxy.example:%s: presented a TLS certificate that is not trusted"
                            .formatted(proxy.port()));
            assertThat(failure(fetcher(proxy(proxy.port(), USER), other.write(folder.resolve("other.pem")))
                            .fetch(server.url("https", "else.example"))))
                    .endsWith("presented a TLS certificate for another host");
        }
    }

    @Test
    void wrongAndMissingCredentialsAreToldApartAndNeverShown() throws IOException {
        try (var proxy = new TunnelProxy("Basic other")) {
            URI url = URI.create("https://keys.example/");

            assertThat(failure(fetcher(proxy(proxy.port(), USER)).fetch(url)))
                    .isEqualTo("through the proxy proxy.example:%s: refused its username and password (407)"
                            .formatted(proxy.port()));
            assertThat(failure(fetcher(proxy(proxy.port(), Optional.empty())).fetch(url)))
                    .endsWith("wants a username and a password (407), and none are configured under [net]");
            assertThat(proxy(1, USER) + "" + settings(proxy(1, USER), List.of(), List.of()) + USER)
                    .doesNotContain("wörd");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "HTTP/1.1 403 Forbidden\\r\\n\\r\\n|refused the tunnel: it answered 403",
                "HTTP/1.1 302 Found\\r\\nLocation: https://a.example\\r\\n\\r\\n|refused the tunnel: it answered 302",
                "HTTP/1.1 200 OK\\r\\n\\r\\n<html>sign in first</html>|failed in the TLS handshake",
                "SSH-2.0-OpenSSH_9\\r\\n\\r\\n|did not answer with HTTP",
                "HTTP/1.1 2000 OK\\r\\n\\r\\n|did not answer with HTTP",
                "HTTP/1.1 200 OK\\r\\nVia: a|broke the answer off",
                "|closed the connection without an answer"
            })
    void aProxyThatDoesNotGiveATunnelIsNamed(String answer, String clause) throws IOException {
        String said = Optional.ofNullable(answer).orElse("").replace("\\r\\n", "\r\n");
        try (var proxy = RawServer.saying(said)) {
            int port = proxy.url().getPort();

            assertThat(failure(fetcher(proxy(port, USER)).fetch(URI.create("https://keys.example/"))))
                    .isEqualTo("through the proxy proxy.example:%s: %s".formatted(port, clause));
        }
    }

    @Test
    void endlessHeadersOfAProxyEndAtTheirLimitAndSlowOnesAtTheDeadline() throws IOException {
        try (var endless = RawServer.saying(out -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        out.write("Via: 1.1 a\r\n".getBytes(StandardCharsets.US_ASCII));
                    }
                });
                var slow = RawServer.saying(out -> {
                    out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
                    while (true) {
                        out.write('a');
                        out.flush();
                        Thread.sleep(100);
                    }
                });
                var silent = RawServer.saying(out -> Thread.sleep(60_000))) {
            URI url = URI.create("https://keys.example/");

            assertThat(failure(fetcher(proxy(endless.url().getPort(), USER)).fetch(url)))
                    .endsWith("answered with headers that are too long");
            assertThat(failure(fetcher(proxy(slow.url().getPort(), USER)).fetch(url)))
                    .endsWith("took longer than 2400 ms in all");
            assertThat(failure(fetcher(proxy(silent.url().getPort(), USER)).fetch(url)))
                    .endsWith("timed out after 700 ms");
        }
    }

    @Test
    void aProxyThatIsGoneIsNamed() throws IOException {
        int port;
        try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = taken.getLocalPort();
        }
        var unknown = new OutboundProxy("keys.example", port, USER, List.of());

        assertThat(failure(fetcher(proxy(port, USER)).fetch(URI.create("https://keys.example/"))))
                .isEqualTo("through the proxy proxy.example:%s: refused the connection".formatted(port));
        assertThat(failure(fetcher(unknown).fetch(URI.create("https://a.example/"))))
                .isEqualTo("through the proxy keys.example:%s: the host name does not resolve".formatted(port));
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.0.0.1", "169.254.169.254", "[fe80::1]", "[::ffff:10.0.0.1]"})
    void privateAddressesInAUrlAreRefusedBeforeTheProxyIsAsked(String host) throws IOException {
        try (var proxy = new TunnelProxy("")) {
            assertThat(failure(fetcher(proxy(proxy.port(), USER)).fetch(URI.create("https://" + host + "/"))))
                    .startsWith("address ")
                    .contains("not in allowed_private_hosts");
            assertThat(proxy.heads).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0177.0.0.1", "0x7f000001", "127.1", "2130706433", "a.0x7f"})
    void addressesThatAProxyMayReadDifferentlyAreRefused(String host) throws IOException {
        try (var proxy = new TunnelProxy("")) {
            assertThat(fetcher(proxy(proxy.port(), USER)).fetch(URI.create("https://" + host + "/")))
                    .isInstanceOf(FetchOutcome.Failed.class);
            assertThat(proxy.heads).isEmpty();
        }
    }

    @Test
    void targetsWithoutTheProxyAreResolvedAndCheckedAsEver() throws Exception {
        try (var proxy = new TunnelProxy("");
                var server = RawServer.saying("HTTP/1.1 200 OK\r\n\r\n{}")) {
            OutboundProxy used = proxy(proxy.port(), USER, "inside.example");
            URI url = server.url("http", "inside.example");

            assertThat(failure(fetcher(used).fetch(url))).startsWith("address 127.0.0.1 is loopback");
            assertThat(new HttpJwksFetcher(settings(used, List.of("inside.example"), List.of()), this::resolve)
                            .fetch(url))
                    .isInstanceOf(FetchOutcome.Fetched.class);
            assertThat(proxy.heads).isEmpty();
        }
    }

    @Test
    void plainHttpDoesNotGoThroughTheProxy() {
        OutboundSettings allowed = settings(proxy(1, USER), List.of("inside.example"), List.of());
        URI url = URI.create("http://inside.example/");

        assertThat(failure(new HttpJwksFetcher(allowed, this::resolve).fetch(url)))
                .isEqualTo("plain http does not go through the proxy, and is only for hosts in "
                        + OutboundProxy.EXCEPTIONS);
        assertThat(new JwksUrlCheck(allowed).objection(url))
                .hasValueSatisfying(text -> assertThat(text).contains("plain http does not go through the proxy"));
        assertThat(new JwksUrlCheck(settings(proxy(1, USER, "inside.example"), List.of("inside.example"), List.of()))
                        .objection(url))
                .isEmpty();
    }

    @Test
    void theWebhookIsCalledThroughTheProxyToo() throws Exception {
        Identity target = Identity.of(HttpsTrustTest.KEYS_EXAMPLE);
        try (var proxy = new TunnelProxy("");
                var server = target.serve()) {
            var settings = settings(
                    new OutboundProxy("127.0.0.1", proxy.port(), USER, List.of()),
                    List.of(),
                    List.of(target.write(folder.resolve("ca.pem"))));

            assertThat(new WebhookCalls(settings)
                            .post(server.url("https", "keys.example"), new byte[] {'{', '}'}, Map.of()))
                    .isEmpty();
            assertThat(proxy.heads).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "keys.example, keys.example, false",
        "keys.example, a.keys.example, true",
        ".corp.example, a.corp.example, false",
        ".corp.example, a.b.corp.example, false",
        ".corp.example, corp.example, true",
        ".corp.example, evilcorp.example, true",
        ".Corp.Example., a.corp.example, false",
        "10.0.0.0/8, 10.255.255.255, false",
        "10.0.0.0/8, 11.0.0.0, true",
        "10.0.0.0/8, ten.example, true",
        "2001:db8::/32, 2001:db8::1, false",
        "keys.example, 127.0.0.1, false",
        "keys.example, localhost, false",
        "keys.example, a.localhost, false",
        "keys.example, ::1, false"
    })
    void anExceptionCoversWhatItNames(String exception, String host, boolean through) {
        assertThat(proxy(1, USER, exception).leadsTo(host)).isEqualTo(through);
    }
}
