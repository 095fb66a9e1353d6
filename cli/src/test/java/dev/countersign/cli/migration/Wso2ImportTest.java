package dev.countersign.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cli.remote.RemoteJson;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the import from WSO2 Identity Server. */
class Wso2ImportTest {
    private static final String SECRET = "secret-at-wso2-of-forty-characters-00001";

    private static ImportRun issuer(Consumer<ObjectNode> change) throws Exception {
        return ImportRun.ofChanged("wso2", "wso2/idp.json", change);
    }

    private static ObjectNode oauth(ObjectNode application) {
        return (ObjectNode) application
                .path("inboundAuthenticationConfig")
                .path("inboundAuthenticationRequestConfigs")
                .path(0)
                .path("inboundConfigurationProtocol");
    }

    private static ImportRun application(Consumer<ObjectNode> change) throws Exception {
        return ImportRun.ofChanged("wso2", "wso2/app.json", change);
    }

    @ParameterizedTest
    @ValueSource(strings = {"idp.xml", "idp.yaml", "idp-answer.json"})
    void everyFormatOfAnIdentityProviderMeansTheSame(String file) throws Exception {
        var json = ImportRun.of("wso2", ImportRun.sample("wso2/idp.json"));
        var other = ImportRun.of("wso2", ImportRun.sample("wso2/" + file));

        assertThat(json.status()).as(json.err()).isZero();
        assertThat(other.status()).as(other.err()).isZero();
        assertThat(other.out()).isEqualTo(json.out());
    }

    @Test
    void anIdentityProviderBecomesATrustedTokenIssuer() throws Exception {
        JsonNode issuer =
                ImportRun.of("wso2", ImportRun.sample("wso2/idp.json")).issuer();

        assertThat(issuer.path("name").asString()).isEqualTo("partner");
        assertThat(issuer.path("issuer").asString()).isEqualTo("https://partner.example");
        assertThat(issuer.path("keys").path("jwks_url").asString()).isEqualTo("https://partner.example/jwks.json");
        assertThat(issuer.path("alias").asString()).isEqualTo("https://wso2.example/oauth2/token");
        assertThat(issuer.path("subject").path("mapping").asString()).isEqualTo("as_is");
        assertThat(issuer.has("enabled")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"app.xml", "app.yaml", "app-older.xml"})
    void everyFormatOfAnApplicationMeansTheSame(String file) {
        var json = ImportRun.of("wso2", ImportRun.sample("wso2/app.json"));
        var other = ImportRun.of("wso2", ImportRun.sample("wso2/" + file));

        assertThat(other.out()).isEqualTo(json.out());
        assertThat(other.undecided()).isEqualTo(json.undecided());
    }

    @Test
    void theAnswersOfTheRestApiHaveTheScopes() throws Exception {
        var run = ImportRun.of(
                "wso2",
                ImportRun.sample("wso2/app-answer.json"),
                ImportRun.sample("wso2/oidc-answer.json"),
                ImportRun.sample("wso2/authorized-apis.json"));

        JsonNode application = run.application();
        assertThat(application.path("name").asString()).isEqualTo("orders-app");
        assertThat(application.path("scopes"))
                .isEqualTo(RemoteJson.array().add("orders:read").add("orders:write"));
        assertThat(application.path("access_token").path("lifetime_seconds").asInt())
                .isEqualTo(900);
        assertThat(application.path("access_token").path("type").asString()).isEqualTo("jwt");
        assertThat(run.undecided()).singleElement().asString().contains("--secrets-out");
    }

    @Test
    void scopesThatNeedARoleAreNotGivenToEverySubject() throws Exception {
        var run = ImportRun.of(
                "wso2",
                ImportRun.sample("wso2/app-answer.json"),
                ImportRun.sample("wso2/oidc-answer.json"),
                ImportRun.sample("wso2/authorized-apis-roles.json"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.application().path("scopes"))
                .isEqualTo(RemoteJson.array().add("orders:read"));
        assertThat(run.undecided())
                .anyMatch(line -> line.contains("\"RBAC\"")
                        && line.contains("stock:read, stock:write of https://stock.example.com"));
    }

    @Test
    void withoutTheScopesTheApplicationMayBeGrantedNone() throws Exception {
        var run = ImportRun.of("wso2", ImportRun.sample("wso2/app.json"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.application().path("scopes").isArray()).isTrue();
        assertThat(run.application().path("scopes")).isEmpty();
        assertThat(run.undecided()).anyMatch(line -> line.contains("authorized-apis"));
    }

    @Test
    void noSecretIsShown() {
        for (String file : List.of("idp.json", "idp.xml", "idp.yaml", "app.json", "app.xml", "app.yaml")) {
            var run = ImportRun.of("wso2", ImportRun.sample("wso2/" + file));
            assertThat(run.out() + run.err()).doesNotContain("never-to-be-seen").doesNotContain(SECRET);
        }
    }

    @Test
    void withoutAnIssuerTheNameIsTheIssuer() throws Exception {
        var run = issuer(provider -> {
            provider.put("identityProviderName", "https://named.example");
            ((ObjectNode) provider.path("idpProperties").path(0)).put("value", "");
        });

        assertThat(run.issuer().path("issuer").asString()).isEqualTo("https://named.example");
        assertThat(run.issuer().path("name").asString()).isEqualTo("https-//named.example");
        assertThat(run.lines(Fate.DIFFERS)).anyMatch(line -> line.contains("compares iss with the name"));
    }

    @Test
    void whatIsDisabledRemainsDisabled() throws Exception {
        assertThat(issuer(provider -> provider.put("enable", false))
                        .issuer()
                        .path("enabled")
                        .isBoolean())
                .isTrue();
        assertThat(application(app -> app.put("applicationEnabled", false))
                        .application()
                        .path("enabled")
                        .asBoolean(true))
                .isFalse();
        for (String state : List.of("REVOKED", "INACTIVE", "ANOTHER")) {
            assertThat(application(app -> oauth(app).put("state", state))
                            .application()
                            .path("enabled")
                            .asBoolean(true))
                    .isFalse();
            assertThat(answered(state).path("enabled").asBoolean(true)).isFalse();
        }
        assertThat(application(app -> oauth(app).put("state", "ACTIVE"))
                        .application()
                        .has("enabled"))
                .isFalse();
        assertThat(answered("ACTIVE").has("enabled")).isFalse();
    }

    private static JsonNode answered(String state) throws Exception {
        return ImportRun.ofChanged("wso2", "wso2/oidc-answer.json", protocol -> protocol.put("state", state))
                .application();
    }

    @Test
    void withoutAnAliasTheIssuerIsDisabledUnlessAnAudienceIsNamed() throws Exception {
        ObjectNode provider = ImportRun.object("wso2/idp.json");
        provider.remove("alias");
        String export = RemoteJson.line(provider);
        var undecided = ImportRun.typing(export, "wso2", "-");
        var decided = ImportRun.typing(export, "wso2", "-", "--audience", "https://wso2.example/oauth2/token");

        undecided(undecided, "refuses every assertion without an alias");
        assertThat(undecided.issuer().path("enabled").asBoolean(true)).isFalse();
        assertThat(decided.status()).as(decided.err()).isZero();
        assertThat(decided.lines(Fate.DIFFERS)).anyMatch(line -> line.contains("without an alias"));
        assertThat(decided.issuer().has("enabled")).isFalse();
        assertThat(decided.issuer().path("alias").asString()).isEqualTo("https://wso2.example/oauth2/token");
    }

    @Test
    void certificatesAreReadInEveryNotation() throws Exception {
        String pem = ImportRun.text("partner.pem");
        String base64 = Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.UTF_8));
        String der = pem.replaceAll("-----[A-Z ]+-----", "").replaceAll("\\s", "");
        for (String notation :
                List.of(pem, base64, der, "[{\"thumbPrint\":\"0\",\"certValue\":\"%s\"}]".formatted(base64))) {
            var run = issuer(provider -> {
                provider.put("certificate", notation);
                ((ArrayNode) provider.path("idpProperties")).remove(1);
            });
            assertThat(run.status()).as(run.err()).isZero();
            assertThat(run.issuer()
                            .path("keys")
                            .path("certificates")
                            .path(0)
                            .asString()
                            .replaceAll("\\s", ""))
                    .isEqualTo(pem.replaceAll("\\s", ""));
        }
    }

    @Test
    void withoutUsableKeysAnIssuerIsNotWritten() throws Exception {
        for (String certificate : List.of("", "bm8gY2VydGlmaWNhdGU=", "-----BEGIN PRIVATE KEY-----")) {
            var run = issuer(provider -> {
                provider.put("certificate", certificate);
                ((ArrayNode) provider.path("idpProperties")).remove(1);
            });
            assertThat(run.status()).isEqualTo(3);
            assertThat(run.trust().path("trusted_token_issuers")).isEmpty();
        }
    }

    @Test
    void keysOverPlainHttpNeedADecision() throws Exception {
        var run = issuer(provider ->
                ((ObjectNode) provider.path("idpProperties").path(1)).put("value", "http://partner.example/jwks.json"));

        assertThat(run.status()).isEqualTo(3);
        assertThat(run.undecided()).singleElement().asString().contains("plain http");
    }

    @Test
    void whatRestrictsAnApplicationIsNeverDroppedSilently() throws Exception {
        undecided(
                application(app -> ((ObjectNode) app.path("localAndOutBoundAuthenticationConfig"))
                        .putObject("authenticationScriptConfig")
                        .put("enabled", true)
                        .put("content", "var onLoginRequest = function(context) {};")),
                "A script cannot be carried");
        undecided(
                application(app -> oauth(app).putArray("scopeValidators").add("Role based scope validator")),
                "Role based scope validator");
        undecided(application(app -> oauth(app).put("newRule", "strict")), "newRule");
        undecided(application(app -> app.put("newRule", "strict")), "newRule");
        undecided(application(app -> oauth(app).put("oauthConsumerSecretExpiryTime", 1)), "expires");
        undecided(
                application(app -> oauth(app)
                        .put(
                                "grantTypes",
                                "urn:ietf:params:oauth:grant-type:jwt-bearer"
                                        + " urn:ietf:params:oauth:grant-type:token-exchange")),
                "Token exchange");
        undecided(
                application(app -> ((ObjectNode) app.path("inboundAuthenticationConfig")
                                .path("inboundAuthenticationRequestConfigs")
                                .path(0))
                        .put("newRule", "strict")),
                "inboundAuthenticationConfig.inboundAuthenticationRequestConfigs[0].newRule");
        String apis = ImportRun.text("wso2/authorized-apis.json").replace("\"id\": \"1\"", "\"newRule\": \"strict\"");
        undecided(
                ImportRun.typing(apis, "wso2", ImportRun.sample("wso2/app.json"), "-"),
                "authorized API, authorizedScopes[0].newRule");
        undecided(issuer(provider -> provider.put("newRule", "strict")), "newRule");
        undecided(
                issuer(provider -> ((ObjectNode) provider.path("idpProperties").path(1)).put("newRule", "strict")),
                "idpProperties[1].newRule");
    }

    private static void undecided(ImportRun run, String text) {
        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.undecided()).anyMatch(line -> line.contains(text));
    }

    @Test
    void aScriptThatIsOffIsLeftOut() throws Exception {
        var run = application(app -> ((ObjectNode) app.path("localAndOutBoundAuthenticationConfig"))
                .putObject("authenticationScriptConfig")
                .put("enabled", false)
                .put("content", "var onLoginRequest = function(context) {};"));

        assertThat(run.undecided()).noneMatch(line -> line.contains("script"));
    }

    @Test
    void anApplicationWithoutCredentialsIsNotWritten() throws Exception {
        for (ImportRun run : List.of(
                application(app -> oauth(app).put("bypassClientCredentials", true)),
                application(app -> oauth(app).put("tokenEndpointAuthMethod", "none")))) {
            assertThat(run.status()).isEqualTo(3);
            assertThat(run.trust().path("applications")).isEmpty();
        }
    }

    @Test
    void secretsThatCannotBeCarriedAreGenerated() throws Exception {
        for (String secret :
                List.of("", "short", "x".repeat(31), "{\"hash\":\"x\",\"algorithm\":\"SHA-256\"}", "*".repeat(40))) {
            var run = application(app -> oauth(app).put("oauthConsumerSecret", secret));
            assertThat(run.undecided()).anyMatch(line -> line.contains("The secret is not carried"));
            assertThat(run.application().path("secret").path("generate").asBoolean())
                    .isTrue();
            assertThat(secret.isEmpty() || !run.err().contains(secret)).isTrue();
        }
    }

    @Test
    void anApplicationWithoutTheGrantIsLeftOut() throws Exception {
        var run = application(app -> oauth(app).put("grantTypes", "authorization_code"));

        assertThat(run.status()).isZero();
        assertThat(run.trust().path("applications")).isEmpty();
        assertThat(run.lines(Fate.LEFT_OUT)).anyMatch(line -> line.contains("orders-app"));
    }

    @Test
    void signingClientsKeepTheirKeys() throws Exception {
        var run = application(app -> {
            app.put("jwksUri", "https://client.example/jwks.json");
            oauth(app)
                    .put("tokenEndpointAuthMethod", "private_key_jwt")
                    .put("tokenEndpointAuthSignatureAlgorithm", "PS256");
        });

        assertThat(run.application().path("token_endpoint_auth_method").asString())
                .isEqualTo("private_key_jwt");
        assertThat(run.application().path("jwks_url").asString()).isEqualTo("https://client.example/jwks.json");
        assertThat(run.application().path("token_endpoint_auth_signing_alg").asString())
                .isEqualTo("PS256");
        assertThat(run.application().has("secret")).isFalse();
    }
}
