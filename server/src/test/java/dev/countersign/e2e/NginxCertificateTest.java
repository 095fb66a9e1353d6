package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.core.Spec;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.e2e.Api.Answer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end test of the shipped configuration with which nginx passes on the certificates of clients. */
@Spec("RFC 9440 §2")
class NginxCertificateTest {
    private static final int PORT = FreePort.get();
    private static final Map<String, String> OWN = Map.of("grant_type", "client_credentials", "client_id", "behind");

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static Nginx nginx;
    private static Issued authority;
    private static Path trusted;

    @BeforeAll
    static void start() throws Exception {
        Path place = Files.createDirectory(folder.resolve("nginx"));
        Issued identity = CertificateRequest.of("CN=localhost")
                .alternativeName(GeneralName.dNSName, "localhost")
                .selfSigned();
        trusted = Files.writeString(place.resolve("certificate.pem"), identity.pem());
        Path key = Files.writeString(place.resolve("private-key.pem"), identity.privateKeyPem());
        authority = CertificateRequest.authority("CN=authority of clients").selfSigned();
        Path authorities = Files.writeString(folder.resolve("authorities.pem"), authority.pem());
        server = ServerProcess.start(
                folder.resolve("home"),
                Map.of(
                        "COUNTERSIGN_SERVER_MTLS_TRUSTED_CERTIFICATES",
                        authorities.toString(),
                        "COUNTERSIGN_SERVER_MTLS_PROXY_ADDRESSES",
                        "127.0.0.1"));
        var replacements = new LinkedHashMap<String, String>();
        replacements.put(
                "/etc/nginx/client-certificate.js",
                Path.of("..", "deploy", "nginx", "client-certificate.js")
                        .toAbsolutePath()
                        .normalize()
                        .toString());
        replacements.put("listen 443 ssl;", "listen 127.0.0.1:%s ssl;".formatted(PORT));
        replacements.put("/etc/nginx/tls/certificate.pem", trusted.toString());
        replacements.put("/etc/nginx/tls/private-key.pem", key.toString());
        replacements.put(
                "http://127.0.0.1:8080",
                "http://127.0.0.1:" + URI.create(server.plainOrigin()).getPort());
        nginx = Nginx.start(place, Nginx.around(place, Nginx.shipped("nginx/mutual-tls.conf", replacements)), PORT);
        var application = new HashMap<String, Object>();
        application.put("name", "behind");
        application.put("client_id", "behind");
        application.put("grant_types", List.of("client_credentials"));
        application.put("scopes", List.of("orders:read"));
        application.put("token_endpoint_auth_method", "tls_client_auth");
        application.put("tls_client_auth_subject_dn", "CN=behind,O=Acme");
        application.put("tls_client_certificate_bound_access_tokens", true);
        assertThat(server.api().admin("POST", "/applications", application).status())
                .isEqualTo(201);
    }

    @AfterAll
    static void stop() {
        if (nginx != null) {
            nginx.close();
        }
        if (server != null) {
            server.close();
        }
    }

    private static Answer request(Optional<Issued> certificate, String... headers) throws Exception {
        return CertifiedClient.of(trusted, certificate)
                .form("https://localhost:%s/oauth2/token".formatted(PORT), OWN, headers);
    }

    private static Issued certificate(String subject) throws Exception {
        return CertificateRequest.of(subject).by(authority);
    }

    @Test
    void passesTheCertificateOfTheClientOn() throws Exception {
        assertThat(request(Optional.of(certificate("O=Acme,CN=behind"))).status())
                .isEqualTo(200);
        assertThat(request(Optional.of(certificate("O=Acme,CN=other"))).status())
                .isEqualTo(401);
        assertThat(request(Optional.of(CertificateRequest.of("O=Acme,CN=behind").selfSigned()))
                        .status())
                .as("not trusted")
                .isEqualTo(401);
        assertThat(request(Optional.empty()).status()).isEqualTo(401);
    }

    @Test
    void passesNoCertificateOnThatWasNotShownToIt() throws Exception {
        String field = ":%s:"
                .formatted(Base64.getEncoder()
                        .encodeToString(
                                certificate("O=Acme,CN=behind").certificate().getEncoded()));

        assertThat(request(Optional.empty(), "Client-Cert", field).status()).isEqualTo(401);
        assertThat(request(Optional.of(certificate("O=Acme,CN=other")), "Client-Cert", field)
                        .status())
                .isEqualTo(401);
        assertThat(request(Optional.of(certificate("O=Acme,CN=behind")), "Client-Cert-Chain", "malformed")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void theMetadataNamesTheMethodsAndNoAliases() throws Exception {
        Answer metadata = CertifiedClient.of(trusted, Optional.empty())
                .get("https://localhost:%s/.well-known/oauth-authorization-server".formatted(PORT));

        assertThat(metadata.json()).doesNotContainKey("mtls_endpoint_aliases");
        assertThat(metadata.json().get("token_endpoint_auth_methods_supported").toString())
                .contains("tls_client_auth", "self_signed_tls_client_auth");
        assertThat(metadata.json().get("tls_client_certificate_bound_access_tokens"))
                .isEqualTo(true);
    }
}
