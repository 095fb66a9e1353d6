package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.countersign.core.Spec;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.oauthbearer.JwtBearerJwtRetriever;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** End-to-end tests with unmodified clients of workloads, which send an assertion and no client credentials. */
class WorkloadClientsTest {
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";
    private static final String ALLOWED_FILES = "org.apache.kafka.sasl.oauthbearer.allowed.files";
    private static final String GOOGLE = "https://oauth2.googleapis.com/token";
    private static final String EMAIL = "worker@project.iam.gserviceaccount.com";

    @TempDir
    static Path folder;

    private static ServerProcess server;
    private static TrustingTls tls;
    private static RSAKey key;
    private static String pem;

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("home"));
        tls = TrustingTls.of(server);
        server.api().registerApplication("workloads");
        key = new RSAKeyGenerator(2048).keyUse(KeyUse.SIGNATURE).generate();
        var text = new StringWriter();
        try (var writer = new JcaPEMWriter(text)) {
            writer.writeObject(new JcaPKCS8Generator(key.toPrivateKey(), null));
        }
        pem = text.toString();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static void trust(String name, String issuer, Map<String, Object> more) throws Exception {
        var members = new LinkedHashMap<String, Object>();
        members.put("name", name);
        members.put("issuer", issuer);
        members.put(
                "keys", Map.of("jwks", Map.of("keys", List.of(key.toPublicJWK().toJSONObject()))));
        members.put("client_authentication", "optional");
        members.put("default_application", "workloads");
        members.putAll(more);
        var made = server.api().admin("POST", "/trusted-token-issuers", members);
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
    }

    private static Map<String, ?> kafka(Path keyFile, String issuer) {
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sasl.oauthbearer.token.endpoint.url", server.issuer() + "/oauth2/token");
        settings.put("sasl.oauthbearer.scope", "orders:read");
        settings.put("sasl.oauthbearer.assertion.private.key.file", keyFile.toString());
        settings.put("sasl.oauthbearer.assertion.algorithm", "RS256");
        settings.put("sasl.oauthbearer.assertion.claim.iss", issuer);
        settings.put("sasl.oauthbearer.assertion.claim.sub", "broker-client");
        settings.put("sasl.oauthbearer.assertion.claim.aud", server.issuer());
        settings.put("sasl.oauthbearer.assertion.claim.jti.include", true);
        var definitions = new ConfigDef();
        SaslConfigs.addClientSaslSupport(definitions);
        return new AbstractConfig(definitions, settings).values();
    }

    @Test
    @Spec("RFC 7521 §4.1")
    @Spec("RFC 7523 §2.1")
    void kafkasJwtBearerRetriever() throws Exception {
        trust("kafka", "https://kafka-client.example", Map.of("conditions", List.of("claims.sub == 'broker-client'")));
        Path keyFile = Files.writeString(folder.resolve("kafka.pem"), pem);
        System.setProperty(ALLOWED_URLS, server.issuer() + "/oauth2/token");
        System.setProperty(ALLOWED_FILES, keyFile.toString());
        var jaas = new AppConfigurationEntry(
                OAuthBearerLoginModule.class.getName(),
                AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                Map.of(
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.location",
                        tls.certificate().toString()));
        try (var retriever = new JwtBearerJwtRetriever();
                var stranger = new JwtBearerJwtRetriever()) {
            retriever.configure(
                    kafka(keyFile, "https://kafka-client.example"),
                    OAuthBearerLoginModule.OAUTHBEARER_MECHANISM,
                    List.of(jaas));
            JWTClaimsSet claims = SignedJWT.parse(retriever.retrieve()).getJWTClaimsSet();
            assertThat(claims.getSubject()).isEqualTo("kafka:broker-client");
            assertThat(claims.getStringClaim("scope")).isEqualTo("orders:read");

            stranger.configure(
                    kafka(keyFile, "https://stranger.example"),
                    OAuthBearerLoginModule.OAUTHBEARER_MECHANISM,
                    List.of(jaas));
            assertThatThrownBy(stranger::retrieve).hasStackTraceContaining("invalid_client");
        } finally {
            System.clearProperty(ALLOWED_URLS);
            System.clearProperty(ALLOWED_FILES);
        }
    }

    @Test
    @Spec("RFC 7521 §4.1")
    void googlesServiceAccountClientOnNode() throws Exception {
        trust(
                "google-account",
                EMAIL,
                Map.of("alias", GOOGLE, "conditions", List.of("claims.sub == '%s'".formatted(EMAIL))));

        JsonNode answer = NodeClients.install(folder.resolve("node"))
                .run(
                        "google.js",
                        tls.certificate(),
                        Map.of("email", EMAIL, "key", pem, "tokenEndpoint", server.issuer() + "/oauth2/token"));

        JWTClaimsSet claims =
                SignedJWT.parse(answer.path("access_token").asString()).getJWTClaimsSet();
        assertThat(claims.getSubject()).isEqualTo("google-account:" + EMAIL);
        assertThat(answer.path("expires").isNumber()).isTrue();
    }
}
