package dev.countersign.e2e;

import static dev.countersign.e2e.HostedServer.ACME;
import static dev.countersign.e2e.HostedServer.ACME_2;
import static dev.countersign.e2e.HostedServer.ACME_3;
import static dev.countersign.e2e.HostedServer.GLOBEX;
import static dev.countersign.e2e.HostedServer.SERVER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.Spec;
import dev.countersign.e2e.HostClient.Seen;
import dev.countersign.e2e.OpensslClient.Connected;
import dev.countersign.e2e.WrittenRequests.Reply;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End-to-end tests of host names of organizations in TLS: the certificate of a connection, and its requests. */
class OrganizationHostTlsTest {
    private static final Duration RELOADED_WITHIN = Duration.ofSeconds(10);

    @TempDir
    private static Path folder;

    private static HostedServer hosted;
    private static HostClient client;
    private static OrganizationSite root;

    @BeforeAll
    static void start() throws Exception {
        hosted = HostedServer.start(folder);
        client = hosted.client();
        root = hosted.root();
    }

    @AfterAll
    static void stop() {
        if (hosted != null) {
            hosted.close();
        }
    }

    private static void await(String host, int exit) {
        long deadline = System.nanoTime() + RELOADED_WITHIN.toNanos();
        while (client.get(host, "/oauth2/jwks").exit() != exit) {
            assertThat(System.nanoTime()).as(host).isLessThan(deadline);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    void everyHostIsServedWithItsCertificateByItsOrganization(String version) {
        String keys = client.get(SERVER, "/t/acme/oauth2/jwks").body();
        for (String host : List.of(ACME, ACME_2, ACME_3)) {
            Seen seen = client.send(host, "/oauth2/jwks", version);
            assertThat(seen.version()).isEqualTo(version.equals("--http2") ? "2" : "1.1");
            assertThat(seen.body()).as(host).isEqualTo(keys);
            assertThat(hosted.mutualTls().send(host, "/oauth2/jwks", version).body())
                    .isEqualTo(keys);
        }
        assertThat(client.send(SERVER, "/oauth2/jwks", version).body())
                .isNotEqualTo(keys)
                .isNotEqualTo(client.send(GLOBEX, "/oauth2/jwks", version).body());
        assertThat(client.get("other.example", "/oauth2/jwks").exit()).isEqualTo(Seen.NOT_TRUSTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--http1.1", "--http2"})
    @Spec("RFC 9110 §15.5.20")
    void aConnectionForOneHostServesNoOther(String version) {
        List<List<String>> misdirected = List.of(
                List.of(ACME, GLOBEX),
                List.of(GLOBEX, ACME),
                List.of(ACME, SERVER),
                List.of(SERVER, ACME),
                List.of(ACME, ACME_2),
                List.of(ACME, "unknown.example"),
                List.of(ACME, "127.0.0.1"),
                List.of(SERVER, ACME_3));
        for (List<String> hosts : misdirected) {
            Seen seen = client.send(hosts.getFirst(), "/oauth2/jwks", version, "-H", "Host: " + hosts.getLast());
            assertThat(seen.status()).as(hosts.toString()).isEqualTo(421);
            assertThat(seen.body()).doesNotContain("\"keys\"");
        }
        assertThat(client.send(SERVER, "/oauth2/jwks", version, "-H", "Host: unknown.example")
                        .status())
                .as("as without host names")
                .isEqualTo(200);
        for (String host : List.of(ACME + ":" + client.port(), "AUTH.Acme.Example", ACME + ".", ACME + ".:1")) {
            assertThat(client.send(ACME, "/oauth2/jwks", version, "-H", "Host: " + host)
                            .status())
                    .as(host)
                    .isEqualTo(200);
        }
    }

    @Test
    void theHostOfTheRequestDecidesForTrustedProxiesAndForClientsThatNameNoneInTheHandshake() {
        String keys = client.get(ACME, "/oauth2/jwks").body();

        for (String inHandshake : List.of(SERVER, GLOBEX, ACME)) {
            Seen proxied =
                    client.send(inHandshake, "/oauth2/jwks", "--interface", HostedServer.PROXY, "-H", "Host: " + ACME);
            assertThat(proxied.body()).as(inHandshake).isEqualTo(keys);
        }
        // a client names no address in the handshake (RFC 6066 §3), and cannot verify this one
        assertThat(client.send("127.0.0.1", "/oauth2/jwks", "-k", "-H", "Host: " + ACME)
                        .body())
                .isEqualTo(keys);
        assertThat(client.send("127.0.0.1", "/oauth2/jwks", "-k").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    @Spec("RFC 6066 §3")
    void aSessionForOneHostIsResumedForNoOther(String version) throws Exception {
        var openssl = OpensslClient.of(client.port(), folder.resolve("session" + version));

        assertThat(openssl.connect(SERVER, version)).isEqualTo(new Connected(false, "HTTP/1.1 200 OK"));
        assertThat(openssl.connect(SERVER, version)).isEqualTo(new Connected(true, "HTTP/1.1 200 OK"));
        for (String host : List.of(ACME, ACME_3, GLOBEX)) {
            assertThat(openssl.connect(host, version)).isEqualTo(new Connected(false, "HTTP/1.1 404 Not Found"));
            assertThat(openssl.connect(SERVER, version)).as(host).isEqualTo(new Connected(false, "HTTP/1.1 200 OK"));
        }
    }

    @Test
    void aReplacedCertificateIsPresentedAndAMissingOneIsRefusedAtSaving() throws Exception {
        hosted.certify("renewed", "wrong.example");
        OrganizationSite renewed = root.create("renewed");
        hosted.hosts(renewed, List.of(HostedServer.own("auth.renewed.example", "renewed")));
        assertThat(client.get("auth.renewed.example", "/oauth2/jwks").exit()).isEqualTo(Seen.NOT_TRUSTED);

        hosted.certify("renewed", "auth.renewed.example");
        await("auth.renewed.example", 0);

        Reply refused = root.api(
                "PATCH",
                "/organizations/" + renewed.id(),
                Map.of("hosts", List.of(HostedServer.own("a.example", "absent"))));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body()).contains("/hosts/0/certificate_file", "absent.pem");
        assertThat(client.get("auth.renewed.example", "/oauth2/jwks").status()).isEqualTo(200);
    }

    @Test
    void aCertificateThatCannotBeReadAtTheStartEndsTheHandshakesOfItsHostAlone() throws Exception {
        hosted.certify("lost", "auth.lost.example");
        hosted.hosts(root.create("lost"), List.of(HostedServer.own("auth.lost.example", "lost")));
        hosted.deleteKey("lost");
        hosted.process().restart();

        assertThat(client.get("auth.lost.example", "/oauth2/jwks").exit()).isEqualTo(Seen.HANDSHAKE_FAILED);
        assertThat(client.get(ACME, "/oauth2/jwks").status()).isEqualTo(200);
        assertThat(client.get(SERVER, "/oauth2/jwks").status()).isEqualTo(200);
        hosted.process().awaitOutput("The TLS certificate of auth.lost.example cannot be used");

        hosted.certify("lost", "auth.lost.example");
        await("auth.lost.example", 0);
    }
}
