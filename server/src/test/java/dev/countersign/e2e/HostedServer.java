package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.e2e.WrittenRequests.Reply;
import dev.countersign.server.http.RawHttp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bouncycastle.asn1.x509.GeneralName;

/** A server with two organizations at host names of their own, whose certificates one authority has issued. */
final class HostedServer implements AutoCloseable {
    static final String SERVER = "tokens.example.com";
    static final String ACME = "auth.acme.example";
    static final String ACME_2 = "second.acme.example";
    /** Without a certificate of its own. */
    static final String ACME_3 = "plain.acme.example";

    static final String GLOBEX = "auth.globex.example";

    /** The address of a trusted proxy. */
    static final String PROXY = "127.0.0.2";

    private final int mutualTlsPort = FreePort.get();
    private final Issued authority;
    private final Path conf;
    private final ServerProcess process;
    private final Path trusted;
    private final OrganizationSite root;
    private final OrganizationSite acme;

    private HostedServer(Path folder) throws Exception {
        authority = CertificateRequest.authority("CN=authority").selfSigned();
        trusted = Files.writeString(folder.resolve("authority.pem"), authority.pem());
        conf = Files.createDirectories(folder.resolve("home/conf"));
        certify("server", SERVER, ACME_3);
        certify("acme", ACME, ACME_2);
        certify("globex", GLOBEX);
        process = ServerProcess.start(
                folder.resolve("home"),
                Map.of(
                        "COUNTERSIGN_SERVER_BASE_URL",
                        "https://" + SERVER,
                        "COUNTERSIGN_SERVER_TLS_CERTIFICATE",
                        "server.pem",
                        "COUNTERSIGN_SERVER_TLS_PRIVATE_KEY",
                        "server.key",
                        "COUNTERSIGN_SERVER_TRUSTED_PROXIES",
                        PROXY,
                        "COUNTERSIGN_SERVER_MTLS_PORT",
                        String.valueOf(mutualTlsPort)));
        root = OrganizationSite.root(process, "https://" + SERVER);
        acme = root.create("acme");
        hosts(acme, List.of(own(ACME, "acme"), own(ACME_2, "acme"), Map.of("name", ACME_3)));
        hosts(root.create("globex"), List.of(own(GLOBEX, "globex")));
    }

    static HostedServer start(Path folder) throws Exception {
        return new HostedServer(folder);
    }

    HostClient client() {
        return HostClient.of(process.port(), trusted);
    }

    int mutualTlsPort() {
        return mutualTlsPort;
    }

    /** A client of the listener for client certificates. */
    HostClient mutualTls() {
        return HostClient.of(mutualTlsPort, trusted);
    }

    ServerProcess process() {
        return process;
    }

    OrganizationSite root() {
        return root;
    }

    OrganizationSite acme() {
        return acme;
    }

    /** Writes a new certificate for these hosts. */
    void certify(String file, String... hosts) throws Exception {
        Issued issued = CertificateRequest.of("CN=" + file)
                .alternativeNames(Arrays.stream(hosts)
                        .map(host -> new GeneralName(GeneralName.dNSName, host))
                        .toArray(GeneralName[]::new))
                .by(authority);
        Files.writeString(conf.resolve(file + ".pem"), issued.pem());
        Files.writeString(conf.resolve(file + ".key"), issued.privateKeyPem());
    }

    void deleteKey(String file) throws IOException {
        Files.delete(conf.resolve(file + ".key"));
    }

    /** A host with its own certificate, in files relative to the folder of the configuration. */
    static Map<String, Object> own(String host, String file) {
        return Map.of("name", host, "certificate_file", file + ".pem", "key_file", file + ".key");
    }

    void hosts(OrganizationSite site, List<Map<String, Object>> hosts) {
        Reply changed = root.api("PATCH", "/organizations/" + site.id(), Map.of("hosts", hosts));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        assertThat(changed.json().path("hosts").size()).isEqualTo(hosts.size());
    }

    /** The response to a request without TLS. */
    RawHttp.Answer plain(String host, String path) throws IOException {
        return RawHttp.once(process.httpPort(), "GET %s HTTP/1.1\r\nHost: %s\r\n\r\n".formatted(path, host));
    }

    @Override
    public void close() {
        process.close();
    }
}
