package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.JWTBearerGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.as.AuthorizationServerMetadata;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import dev.countersign.core.Spec;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.security.oauthbearer.BrokerJwtValidator;
import org.apache.kafka.common.security.oauthbearer.ClientCredentialsJwtRetriever;
import org.apache.kafka.common.security.oauthbearer.OAuthBearerLoginModule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.oauth2.client.JwtBearerOAuth2AuthorizedClientProvider;
import org.springframework.security.oauth2.client.OAuth2AuthorizationContext;
import org.springframework.security.oauth2.client.endpoint.RestClientJwtBearerTokenResponseClient;
import org.springframework.security.oauth2.client.registration.ClientRegistration;
import org.springframework.security.oauth2.core.AuthorizationGrantType;
import org.springframework.security.oauth2.core.ClientAuthenticationMethod;
import org.springframework.security.oauth2.jwt.Jwt;
import tools.jackson.databind.JsonNode;

/** Clients that others have written complete the exchange, over TLS and by the server's metadata. */
class RealClientsTest {
    /** The endpoints that Kafka's clients may talk to. */
    private static final String ALLOWED_URLS = "org.apache.kafka.sasl.oauthbearer.allowed.urls";

    @TempDir
    static Path folder;

    private static ServerProcess server;
    private static ThirdParty partner;
    private static TrustingTls tls;
    private static Answer application;
    private static Answer signing;
    private static Answer both;
    private static ECKey key;
    private static Optional<NodeClients> node = Optional.empty();

    /** Installed for the first who asks: without npm, the clients in Java are tried all the same. */
    private static NodeClients node() {
        node = node.or(() -> Optional.of(NodeClients.install(folder.resolve("node"))));
        return node.orElseThrow();
    }

    @BeforeAll
    static void start() throws Exception {
        server = ServerProcess.start(folder.resolve("home"));
        partner = ThirdParty.start("partner");
        tls = TrustingTls.of(server);
        server.api().register(partner);
        application = server.api().registerApplication("orders");
        key = new ECKeyGenerator(Curve.P_256)
                .keyID("orders-1")
                .keyUse(KeyUse.SIGNATURE)
                .generate();
        signing = registerSigning();
        both = server.api().registerForBothGrants("client_secret_basic");
    }

    private static Answer registerSigning() throws NoAnswer {
        var members = new LinkedHashMap<String, Object>();
        members.put("name", "signing");
        members.put("scopes", List.of("orders:read"));
        members.put("default_scopes", List.of("orders:read"));
        members.put("token_endpoint_auth_method", "private_key_jwt");
        members.put("token_endpoint_auth_signing_alg", "ES256");
        members.put("jwks", new JWKSet(key).toPublicJWKSet().toJSONObject());
        Answer made = server.api().admin("POST", "/applications", members);
        assertThat(made.status()).as(made.json().toString()).isEqualTo(201);
        return made;
    }

    @AfterAll
    static void stop() {
        partner.close();
        server.close();
    }

    private static String assertion() {
        return partner.assertion(server.issuer());
    }

    @Test
    @Spec("RFC 7523 §2.1")
    void springSecuritysJwtBearerProvider() {
        var registration = ClientRegistration.withRegistrationId("countersign")
                .clientId(application.text("client_id"))
                .clientSecret(application.text("client_secret"))
                .clientAuthenticationMethod(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
                .authorizationGrantType(AuthorizationGrantType.JWT_BEARER)
                .scope("orders:read")
                .tokenUri(server.issuer() + "/oauth2/token")
                .build();
        var responses = new RestClientJwtBearerTokenResponseClient();
        responses.setRestClient(tls.restClient());
        var provider = new JwtBearerOAuth2AuthorizedClientProvider();
        provider.setAccessTokenResponseClient(responses);
        provider.setJwtAssertionResolver(_ -> Jwt.withTokenValue(assertion())
                .header("alg", "ES256")
                .subject("alice")
                .build());

        var client = provider.authorize(OAuth2AuthorizationContext.withClientRegistration(registration)
                .principal(new TestingAuthenticationToken("alice", ""))
                .build());

        assertThat(client).isNotNull();
        assertThat(client.getAccessToken().getScopes()).containsExactly("orders:read");
        assertThat(subject(client.getAccessToken().getTokenValue())).isEqualTo("partner:alice");
    }

    @Test
    @Spec("RFC 8414 §3")
    @Spec("RFC 7523 §2.2")
    void theNimbusSdkWithASecretAndWithASignature() throws Exception {
        ClientAuthentication secret = new ClientSecretBasic(
                new ClientID(application.text("client_id")), new Secret(application.text("client_secret")));
        ClientAuthentication signature = new PrivateKeyJWT(
                new ClientID(signing.text("client_id")),
                URI.create(server.issuer()),
                JWSAlgorithm.ES256,
                key.toPrivateKey(),
                key.getKeyID(),
                null);
        HTTPRequest.setDefaultSSLSocketFactory(tls.context().getSocketFactory());
        var metadata = AuthorizationServerMetadata.resolve(new Issuer(server.issuer()));
        for (ClientAuthentication authentication : List.of(secret, signature)) {
            var request = new TokenRequest.Builder(
                            metadata.getTokenEndpointURI(),
                            authentication,
                            new JWTBearerGrant(SignedJWT.parse(assertion())))
                    .scope(new Scope("orders:read"))
                    .build();
            TokenResponse response = TokenResponse.parse(request.toHTTPRequest().send());
            assertThat(response.indicatesSuccess()).isTrue();
            var token = response.toSuccessResponse().getTokens().getBearerAccessToken();
            assertThat(token.getScope()).isEqualTo(new Scope("orders:read"));
            assertThat(subject(token.getValue())).isEqualTo("partner:alice");
        }
    }

    @Test
    @Spec("RFC 8414 §3")
    @Spec("RFC 7523 §2.2")
    @Spec("RFC 9068 §4")
    void openidClientAndOauth4webapiOnNode() {
        var input = new LinkedHashMap<String, Object>();
        input.put("issuer", server.issuer());
        input.put("clientId", application.text("client_id"));
        input.put("secret", application.text("client_secret"));
        input.put("signingId", signing.text("client_id"));
        input.put("jwk", key.toJSONObject());
        input.put(
                "assertions",
                Stream.generate(RealClientsTest::assertion).limit(4).toList());

        JsonNode answers = node().run("exchange.js", tls.certificate(), input);

        for (String name : List.of("openidClient", "openidClientSigning")) {
            assertThat(subject(answers.path(name).path("access_token").asString()))
                    .isEqualTo("partner:alice");
            assertThat(answers.path(name).path("scope").asString()).isEqualTo("orders:read");
            assertThat(answers.path(name).path("expires_in").asInt()).isBetween(3590, 3600);
        }
        for (String name : List.of("webapi", "webapiSigning")) {
            assertThat(answers.path(name).toString())
                    .isEqualTo("{\"sub\":\"partner:alice\",\"active\":true,\"activeAfterwards\":false}");
        }
    }

    @Test
    @Spec("RFC 8414 §2")
    void theMcpSdkAndMsalOnNode() throws NoAnswer {
        Answer posting = server.api().registerForBothGrants("client_secret_post");
        var input = new LinkedHashMap<String, Object>();
        input.put("issuer", server.issuer());
        input.put("clientId", both.text("client_id"));
        input.put("secret", both.text("client_secret"));
        input.put("postingId", posting.text("client_id"));
        input.put("postingSecret", posting.text("client_secret"));
        input.put("assertion", assertion());

        JsonNode answers = node().run("discover.js", tls.certificate(), input);

        assertThat(answers.path("mcp").path("outcome").asString()).isEqualTo("AUTHORIZED");
        assertThat(subject(answers.path("mcp").path("access_token").asString())).isEqualTo(both.text("client_id"));
        assertThat(subject(answers.path("mcpJwtBearer").path("access_token").asString()))
                .isEqualTo("partner:alice");
        assertThat(answers.path("msal").path("outcome").asString()).isEqualTo("Bearer");
        assertThat(subject(answers.path("msal").path("access_token").asString()))
                .isEqualTo(posting.text("client_id"));
    }

    @Test
    @Spec("RFC 9068 §4")
    void kafkasRetrieverAndItsValidatorAtTheBroker() throws Exception {
        System.setProperty(ALLOWED_URLS, server.issuer() + "/oauth2/token," + server.issuer() + "/oauth2/jwks");
        var jaas = new AppConfigurationEntry(
                OAuthBearerLoginModule.class.getName(),
                AppConfigurationEntry.LoginModuleControlFlag.REQUIRED,
                Map.of(
                        "ssl.truststore.type",
                        "PEM",
                        "ssl.truststore.location",
                        tls.certificate().toString()));
        Map<String, Object> settings = new LinkedHashMap<>();
        settings.put("sasl.oauthbearer.token.endpoint.url", server.issuer() + "/oauth2/token");
        settings.put("sasl.oauthbearer.client.credentials.client.id", both.text("client_id"));
        settings.put("sasl.oauthbearer.client.credentials.client.secret", both.text("client_secret"));
        settings.put("sasl.oauthbearer.scope", "orders:read");
        settings.put("sasl.oauthbearer.jwks.endpoint.url", server.issuer() + "/oauth2/jwks");
        settings.put("sasl.oauthbearer.expected.issuer", server.issuer());
        settings.put("sasl.oauthbearer.expected.audience", List.of(server.issuer()));
        var definitions = new ConfigDef();
        SaslConfigs.addClientSaslSupport(definitions);
        Map<String, ?> complete = new AbstractConfig(definitions, settings).values();
        try (var retriever = new ClientCredentialsJwtRetriever();
                var validator = new BrokerJwtValidator()) {
            retriever.configure(complete, OAuthBearerLoginModule.OAUTHBEARER_MECHANISM, List.of(jaas));
            validator.configure(complete, OAuthBearerLoginModule.OAUTHBEARER_MECHANISM, List.of(jaas));

            var token = validator.validate(retriever.retrieve());

            assertThat(token.principalName()).isEqualTo(both.text("client_id"));
            assertThat(token.scope()).containsExactly("orders:read");
        } finally {
            System.clearProperty(ALLOWED_URLS);
        }
    }

    private static String subject(String token) {
        try {
            return SignedJWT.parse(token).getJWTClaimsSet().getSubject();
        } catch (ParseException noJwt) {
            throw new AssertionError(noJwt);
        }
    }
}
