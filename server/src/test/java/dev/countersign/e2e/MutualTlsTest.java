package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.InstalledProgram;
import dev.countersign.core.Spec;
import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.jose.certificate.CertificateRequest;
import dev.countersign.core.jose.certificate.CertificateRequest.Issued;
import dev.countersign.core.jose.certificate.ClientCertificate;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.server.console.application.QuickStartPrograms;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.bouncycastle.asn1.x509.GeneralName;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of clients that authenticate by certificates, and of tokens that are bound to them. */
@Spec("RFC 8705 §2, §3, §5")
class MutualTlsTest {
    private static final int PORT = FreePort.get();
    private static final String PROXY = "127.0.0.2";
    private static final Map<String, String> OWN = Map.of("grant_type", "client_credentials");

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static Issued authority;

    @BeforeAll
    static void start() throws Exception {
        authority = CertificateRequest.authority("CN=authority of clients").selfSigned();
        Path authorities = Files.writeString(folder.resolve("authorities.pem"), authority.pem());
        server = ServerProcess.start(
                folder.resolve("home"),
                Map.of(
                        "COUNTERSIGN_SERVER_MTLS_PORT", String.valueOf(PORT),
                        "COUNTERSIGN_SERVER_MTLS_TRUSTED_CERTIFICATES", authorities.toString(),
                        "COUNTERSIGN_SERVER_MTLS_PROXY_ADDRESSES", PROXY));
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String url(String path) {
        return "https://localhost:" + PORT + path;
    }

    private static CertifiedClient showing(Issued certificate) throws Exception {
        return CertifiedClient.of(server.home().resolve("conf/tls/certificate.pem"), Optional.of(certificate));
    }

    private static CertifiedClient withoutCertificate() throws Exception {
        return CertifiedClient.of(server.home().resolve("conf/tls/certificate.pem"), Optional.empty());
    }

    /** Registers an application for client credentials with further members; the answer is that of the REST API. */
    private static Answer register(String name, Map<String, Object> members) throws Exception {
        var application = new LinkedHashMap<String, Object>();
        application.put("name", name);
        application.put("client_id", name);
        application.put("grant_types", List.of("client_credentials"));
        application.put("scopes", List.of("orders:read", "admin:read"));
        application.put("default_scopes", List.of("orders:read"));
        application.putAll(members);
        return server.api().admin("POST", "/applications", application);
    }

    private static Map<String, Object> named(String member, String name) {
        return Map.of("token_endpoint_auth_method", "tls_client_auth", "tls_client_auth_" + member, name);
    }

    private static Map<String, String> as(String clientId) {
        var form = new HashMap<>(OWN);
        form.put("client_id", clientId);
        return form;
    }

    private static void assertUnauthenticated(Answer answer) {
        assertThat(answer.status()).isEqualTo(401);
        assertThat(answer.text("error")).isEqualTo("invalid_client");
        assertThat(answer.text("error_description")).isEqualTo("Client authentication failed.");
    }

    @Test
    void theMetadataNamesTheMethodsAndTheAliases() throws Exception {
        Answer metadata = withoutCertificate().get(url("/.well-known/oauth-authorization-server"));

        assertThat(metadata.json().get("mtls_endpoint_aliases"))
                .isEqualTo(Map.of(
                        "token_endpoint", url("/oauth2/token"),
                        "introspection_endpoint", url("/oauth2/introspect"),
                        "revocation_endpoint", url("/oauth2/revoke"),
                        "global_token_revocation_endpoint", url("/api/v1/global-token-revocation")));
        assertThat(metadata.json().get("tls_client_certificate_bound_access_tokens"))
                .isEqualTo(true);
        assertThat(metadata.json().get("token_endpoint_auth_methods_supported").toString())
                .contains("tls_client_auth", "self_signed_tls_client_auth");
        assertThat(metadata.text("token_endpoint")).isEqualTo(server.issuer() + "/oauth2/token");
    }

    @Test
    void aClientIsKnownByTheNameInItsCertificate() throws Exception {
        var registered = register("by-name", named("subject_dn", "cn=By Name, o=Acme"));
        assertThat(registered.status()).isEqualTo(201);
        assertThat(registered.json()).doesNotContainKey("client_secret");
        var certificate = CertificateRequest.of("O=Acme,CN=by name").by(authority);
        var another = CertificateRequest.of("O=Acme,CN=another").by(authority);
        var untrusted = CertificateRequest.of("O=Acme,CN=by name").selfSigned();

        assertThat(showing(certificate)
                        .form(url("/oauth2/token"), as("by-name"))
                        .status())
                .isEqualTo(200);
        assertUnauthenticated(showing(another).form(url("/oauth2/token"), as("by-name")));
        assertUnauthenticated(showing(untrusted).form(url("/oauth2/token"), as("by-name")));
        assertUnauthenticated(withoutCertificate().form(url("/oauth2/token"), as("by-name")));
        assertUnauthenticated(showing(certificate).form(server.issuer() + "/oauth2/token", as("by-name")));
        assertThat(showing(certificate).form(url("/oauth2/token"), OWN).status())
                .as("without a client_id")
                .isEqualTo(401);
    }

    @Test
    void aClientIsKnownByAnAlternativeNameAndThroughIntermediates() throws Exception {
        register("by-dns", named("san_dns", "Client.example.com"));
        var intermediate = CertificateRequest.authority("CN=intermediate").by(authority);
        var certificate = CertificateRequest.of("CN=x")
                .alternativeName(GeneralName.dNSName, "client.example.com")
                .by(intermediate);
        Path trusted = server.home().resolve("conf/tls/certificate.pem");

        assertThat(CertifiedClient.of(trusted, Optional.of(certificate), intermediate.certificate())
                        .form(url("/oauth2/token"), as("by-dns"))
                        .status())
                .isEqualTo(200);
        assertUnauthenticated(showing(certificate).form(url("/oauth2/token"), as("by-dns")));
    }

    @Test
    void aClientIsKnownByACertificateOfItsOwn() throws Exception {
        var certificate = CertificateRequest.of("CN=own").selfSigned();
        var next = CertificateRequest.of("CN=own").selfSigned();
        assertThat(register("self-signed", CertifiedClient.selfSigned(certificate.certificate(), next.certificate()))
                        .status())
                .isEqualTo(201);

        assertThat(showing(certificate)
                        .form(url("/oauth2/token"), as("self-signed"))
                        .status())
                .isEqualTo(200);
        assertThat(showing(next).form(url("/oauth2/token"), as("self-signed")).status())
                .isEqualTo(200);
        assertUnauthenticated(
                showing(CertificateRequest.of("CN=own").selfSigned()).form(url("/oauth2/token"), as("self-signed")));
    }

    @Test
    void theListenerServesNoPages() throws Exception {
        assertThat(withoutCertificate().get(url("/console")).status()).isEqualTo(404);
        assertThat(withoutCertificate().get(url("/oauth2/jwks")).status()).isEqualTo(200);
        assertThat(withoutCertificate().get(url("/api/v1/applications")).status())
                .isEqualTo(401);
    }

    @Test
    void aBoundTokenNeedsItsCertificateAtTheRestApi() throws Exception {
        var members = new LinkedHashMap<>(named("subject_dn", "CN=auditor"));
        members.put("tls_client_certificate_bound_access_tokens", true);
        assertThat(register("auditor", members).status()).isEqualTo(201);
        var certificate = CertificateRequest.of("CN=auditor").by(authority);
        var renewed = CertificateRequest.of("CN=auditor").by(authority);
        var form = new HashMap<>(as("auditor"));
        form.put("scope", "admin:read");

        Answer issued = showing(certificate).form(url("/oauth2/token"), form);
        assertThat(issued.status()).isEqualTo(200);
        assertThat(issued.text("token_type")).isEqualTo("Bearer");
        String token = issued.text("access_token");
        String thumbprint = new ClientCertificate(certificate.certificate(), List.of()).thumbprint();
        assertThat(new String(Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8))
                .contains("\"cnf\":{\"x5t#S256\":\"" + thumbprint + "\"}");
        Answer introspected =
                showing(certificate).form(url("/oauth2/introspect"), Map.of("client_id", "auditor", "token", token));
        assertThat(introspected.json().get("cnf")).isEqualTo(Map.of("x5t#S256", thumbprint));
        assertThat(introspected.text("token_type")).isEqualTo("Bearer");

        String[] bearer = {"Authorization", "Bearer " + token};
        assertThat(showing(certificate).get(url("/api/v1/applications"), bearer).status())
                .isEqualTo(200);
        for (Answer refused : List.of(
                showing(renewed).get(url("/api/v1/applications"), bearer),
                withoutCertificate().get(url("/api/v1/applications"), bearer),
                showing(certificate).get(server.issuer() + "/api/v1/applications", bearer),
                showing(certificate).get(url("/api/v1/applications"), "Authorization", "DPoP " + token))) {
            assertThat(refused.status()).isEqualTo(401);
            assertThat(refused.headers().firstValue("WWW-Authenticate").orElseThrow())
                    .contains("error=\"invalid_token\"");
        }
    }

    @Test
    void bindingAsksForACertificateOfAClientWithASecretToo() throws Exception {
        String secret = "a-secret-of-at-least-thirty-two-characters";
        register("with-secret", Map.of("client_secret", secret, "tls_client_certificate_bound_access_tokens", true));
        var basic = "Basic "
                + Base64.getEncoder().encodeToString(("with-secret:" + secret).getBytes(StandardCharsets.US_ASCII));

        Answer refused = withoutCertificate().form(url("/oauth2/token"), OWN, "Authorization", basic);
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("error")).isEqualTo("invalid_request");
        assertThat(showing(CertificateRequest.of("CN=any").selfSigned())
                        .form(url("/oauth2/token"), OWN, "Authorization", basic)
                        .status())
                .isEqualTo(200);
    }

    @Test
    void explainSaysThatItSeesNoCertificate() throws Exception {
        var members = new LinkedHashMap<>(named("subject_dn", "CN=explained"));
        members.put("grant_types", List.of(Api.JWT_BEARER));
        members.put("scopes", List.of("orders:read"));
        register("explained", members);
        try (var partner = ThirdParty.start("partner-of-explained")) {
            server.api().register(partner);
            var commands = CommandRunner.administrating(server, folder).typing(partner.assertion(server.issuer()));

            var ran = commands.run("explain", "--assertion-file", "-", "--application", "explained");

            assertThat(ran.done().out())
                    .contains("The connection shows the certificate of the application")
                    .contains("The certificate that the connection must show is not checked by an explanation.");
        }
    }

    @Test
    @Spec("RFC 9440 §2")
    void aProxyPassesTheCertificateOn() throws Exception {
        register("proxied", named("subject_dn", "CN=proxied"));
        var certificate = CertificateRequest.of("CN=proxied").by(authority);
        String field = ":"
                + Base64.getEncoder().encodeToString(certificate.certificate().getEncoded()) + ":";
        String endpoint = server.plainOrigin() + "/oauth2/token";

        assertThat(CertifiedClient.from(PROXY)
                        .form(endpoint, as("proxied"), "Client-Cert", field)
                        .status())
                .isEqualTo(200);
        assertUnauthenticated(CertifiedClient.from("127.0.0.3").form(endpoint, as("proxied"), "Client-Cert", field));
        assertUnauthenticated(CertifiedClient.from("127.0.0.3")
                .form(endpoint, as("proxied"), "Client-Cert", field, "X-Forwarded-For", PROXY));
        assertUnauthenticated(
                CertifiedClient.from("127.0.0.3").form(endpoint, as("proxied"), "Client-Cert", "malformed"));
        assertUnauthenticated(CertifiedClient.from(PROXY).form(endpoint, as("proxied")));
        assertUnauthenticated(showing(certificate).at(PROXY).form(url("/oauth2/token"), as("proxied")));
        assertThat(showing(certificate)
                        .at("127.0.0.3")
                        .form(url("/oauth2/token"), as("proxied"))
                        .status())
                .isEqualTo(200);
        for (String malformed : List.of("malformed", ":AAAA:", field + ", " + field)) {
            Answer refused = CertifiedClient.from(PROXY).form(endpoint, as("proxied"), "Client-Cert", malformed);
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("error")).isEqualTo("invalid_request");
        }
    }

    @Test
    void theProgramOfQuickStartShowsACertificate() throws Exception {
        InstalledProgram.orSkip("curl", InstalledProgram.onPath("curl"));
        var certificate = CertificateRequest.of("CN=curl").by(authority);
        Path pem = Files.writeString(folder.resolve("curl.pem"), certificate.pem());
        Path key = Files.writeString(folder.resolve("curl.key"), certificate.privateKeyPem());
        var members = new LinkedHashMap<>(named("subject_dn", "CN=curl"));
        members.put("grant_types", List.of(Api.JWT_BEARER));
        members.put("scopes", List.of("orders:read"));
        register("curl", members);
        try (var partner = ThirdParty.start("partner-of-curl")) {
            server.api().register(partner);
            var program = QuickStartPrograms.of(
                            "curl",
                            AuthenticationMethod.TLS_CLIENT_AUTH,
                            url(""),
                            Optional.of(server.home().resolve("conf/tls/certificate.pem")))
                    .getFirst();
            var builder = new ProcessBuilder("bash", "-c", program.code()).redirectErrorStream(true);
            builder.environment().put("CLIENT_CERT", pem.toString());
            builder.environment().put("CLIENT_KEY", key.toString());
            builder.environment().put("ASSERTION", partner.assertion(server.issuer()));
            var process = builder.start();

            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("\"access_token\"");
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
