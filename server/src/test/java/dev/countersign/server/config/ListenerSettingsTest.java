package dev.countersign.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.config.setting.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of the settings of listeners: their ports, and the files of their certificates. */
class ListenerSettingsTest {
    @TempDir
    private Path folder;

    private Configured configured;

    @BeforeEach
    void startWithNothing() {
        configured = Configured.in(folder);
    }

    @Test
    void refusesOnePortForBothListeners() {
        assertThat(configured.file("[server]\nhttp_port = 9443\n").problem())
                .isEqualTo("conf/deployment.toml:2: server.http_port: HTTPS is served on port 9443 already");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[server.mtls]\nport = 9443\n", "[server]\nhttp_port = 9444\nmtls.port = 9444\n"})
    void refusesAPortForMutualTlsThatIsTakenAlready(String toml) {
        assertThat(configured.file(toml).problems())
                .extracting(ConfigurationProblem::key)
                .containsExactly("server.mtls.port");
    }

    @Test
    void findsTheAuthoritiesOfClientsAndTheProxiesThatPassCertificatesOn() throws IOException {
        configured.file("[server.mtls]\nport = 9444\ntrusted_certificates = [\"a.pem\", \"b.pem\"]\n"
                + "proxy_addresses = [\"10.0.0.0/8\"]\n");
        var one = Files.writeString(configured.home().conf().resolve("a.pem"), "");
        assertThat(configured.problems())
                .extracting(ConfigurationProblem::key)
                .containsExactly("server.mtls.trusted_certificates");
        var other = Files.writeString(configured.home().conf().resolve("b.pem"), "");

        var mutualTls = configured.sound().server().mutualTls();
        assertThat(mutualTls.port()).contains(9444);
        assertThat(mutualTls.trustedCertificates()).containsExactly(one, other);
        assertThat(mutualTls.proxyAddresses())
                .singleElement()
                .matches(range -> range.contains(new byte[] {10, 1, 2, 3}));
    }

    @Test
    void findsCertificateFilesRelativeToTheConfiguration() throws IOException {
        configured.file("[server.tls]\ncertificate = \"a.pem\"\nprivate_key = \"b.pem\"\n");
        var certificate = Files.writeString(configured.home().conf().resolve("a.pem"), "");
        var key = Files.writeString(configured.home().conf().resolve("b.pem"), "");

        assertThat(configured.sound().server().tls().files()).contains(new TlsSettings.PemFiles(certificate, key));
    }

    @Test
    void refusesCertificateFilesThatAreNotThere() {
        configured.file("[server.tls]\ncertificate = \"a.pem\"\nprivate_key = \"/nowhere/b.pem\"\n"
                + "[oauth.jwks_endpoint]\ntrusted_certificates = [\"c.pem\"]\n");

        assertThat(configured.problems())
                .extracting(ConfigurationProblem::key)
                .containsExactly(
                        "server.tls.certificate", "server.tls.private_key", "oauth.jwks_endpoint.trusted_certificates");
    }

    @Test
    void refusesACertificateWithoutItsKeyAndAKeyWithoutItsCertificate() throws IOException {
        configured.file("[server.tls]\ncertificate = \"a.pem\"\n");
        Files.writeString(configured.home().conf().resolve("a.pem"), "");
        assertThat(configured.problem()).contains("server.tls.certificate: needs server.tls.private_key beside it");
        configured.file("[server.tls]\nprivate_key = \"a.pem\"\n");
        assertThat(configured.problem()).contains("server.tls.private_key: needs server.tls.certificate beside it");
    }

    @Test
    void trustsFurtherCertificateAuthorities() throws IOException {
        configured.file("[oauth.jwks_endpoint]\ntrusted_certificates = \"ca.pem\"\n");
        var authority = Files.writeString(configured.home().conf().resolve("ca.pem"), "");

        assertThat(configured.sound().jwksEndpoint().trustedCertificates()).containsExactly(authority);
    }
}
