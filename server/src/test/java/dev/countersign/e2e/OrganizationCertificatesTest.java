package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.core.Spec;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.e2e.Api.Answer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests that a certificate of a client, and a token bound to it, are worth nothing in another organization. */
@Spec("RFC 8705 §2, §3")
class OrganizationCertificatesTest {
    private static final int PORT = FreePort.get();

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static CertifiedClient client;
    private static CertifiedClient stranger;
    private static final List<OrganizationSite> SITES = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        Issued authority =
                CertificateRequest.authority("CN=authority of clients").selfSigned();
        Path authorities = Files.writeString(folder.resolve("authorities.pem"), authority.pem());
        server = ServerProcess.start(
                folder.resolve("home"),
                Map.of(
                        "COUNTERSIGN_SERVER_MTLS_PORT", String.valueOf(PORT),
                        "COUNTERSIGN_SERVER_MTLS_TRUSTED_CERTIFICATES", authorities.toString()));
        Path trusted = server.home().resolve("conf/tls/certificate.pem");
        client = CertifiedClient.of(
                trusted, Optional.of(CertificateRequest.of("CN=client").by(authority)));
        stranger = CertifiedClient.of(
                trusted, Optional.of(CertificateRequest.of("CN=stranger").by(authority)));
        OrganizationSite root = OrganizationSite.root(server);
        SITES.addAll(List.of(root, root.create("acme"), root.create("globex")));
        for (OrganizationSite site : SITES) {
            register(site, "client" + site.slug());
        }
    }

    /** An application that is known by the name in its certificate, and administers its organization with bound tokens. */
    private static void register(OrganizationSite site, String clientId) {
        var members = new LinkedHashMap<String, Object>(Map.of(
                "name",
                clientId,
                "client_id",
                clientId,
                "grant_types",
                List.of("client_credentials"),
                "scopes",
                List.of("admin:read"),
                "default_scopes",
                List.of("admin:read"),
                "token_endpoint_auth_method",
                "tls_client_auth",
                "tls_client_auth_subject_dn",
                "CN=client",
                "tls_client_certificate_bound_access_tokens",
                true));
        site.created("/applications", members);
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String url(OrganizationSite site, String below) {
        return "https://localhost:" + PORT + site.path() + below;
    }

    private static Answer own(CertifiedClient showing, OrganizationSite site, String clientId) throws Exception {
        return showing.form(
                url(site, "/oauth2/token"), Map.of("grant_type", "client_credentials", "client_id", clientId));
    }

    @Test
    void aClientIsKnownByItsCertificateInItsOrganization() throws Exception {
        for (OrganizationSite of : SITES) {
            for (OrganizationSite at : SITES) {
                Answer answer = own(client, at, "client" + of.slug());

                assertThat(answer.status()).as(of.path() + " at " + at.path()).isEqualTo(of == at ? 200 : 401);
                if (of != at) {
                    assertThat(withoutCorrelation(answer))
                            .isEqualTo(withoutCorrelation(own(client, at, "never-registered")));
                }
            }
            assertThat(own(stranger, of, "client" + of.slug()).status()).isEqualTo(401);
        }
    }

    private static Map<String, Object> withoutCorrelation(Answer answer) {
        var members = new LinkedHashMap<>(answer.json());
        members.remove("correlation_id");
        return members;
    }

    @Test
    void aBoundTokenIsGoodInItsOrganization() throws Exception {
        for (OrganizationSite of : SITES) {
            String token = own(client, of, "client" + of.slug()).text("access_token");
            for (OrganizationSite at : SITES) {
                Answer read = client.get(url(at, "/api/v1/applications"), "Authorization", "Bearer " + token);
                assertThat(read.status()).as(of.path() + " at " + at.path()).isEqualTo(of == at ? 200 : 401);
                Answer introspected = client.form(
                        url(at, "/oauth2/introspect"), Map.of("client_id", "client" + at.slug(), "token", token));
                assertThat(introspected.json().get("active")).isEqualTo(of == at);
            }
        }
    }
}
