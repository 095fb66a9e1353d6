package dev.countersign.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cli.remote.RemoteJson;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the import from Keycloak. */
class KeycloakImportTest {
    private static final String GRANT = "jwtAuthorizationGrant";

    static final String RSA_KEY = """
            -----BEGIN PUBLIC KEY-----
            MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApoXbF7hcy0y7/wYK9wIn
            Q0x1sBYx83hCI9hvqsX8dQnSxti0ObsFStun2b1OY7vGkKhKx4w7Ae81vHr7XMyx
            84JqLQMD5TS8yQI9/xDWII45lSQQg3TrY40kS8PEnF0kBOBlkRBNBArWe1sJqbF+
            w4u2yr8DeuoGrFyKmEE+b2zSOPpdE2H/qHhYz+yFgSt1uRAZd9Hn1Mr7wvvNKMMj
            AGEWacnYjXBJbPZnbAerY6cKkzvbDtM5QiWTaN1dV4RZ6F3YpFC7cEu4f1Xt8OPV
            a85WX8IDvWR/gBkYF870RWUopH4lnEocinXmtG/1ulPg0ExWwPY67DDTWEFMz2uR
            vQIDAQAB
            -----END PUBLIC KEY-----""";

    @TempDir
    private Path folder;

    static ImportRun realm(Consumer<ObjectNode> change) throws Exception {
        return ImportRun.ofChanged("keycloak", "keycloak/realm.json", change);
    }

    static ObjectNode provider(ObjectNode realm) {
        return (ObjectNode) realm.path("identityProviders").path(0);
    }

    static ObjectNode config(ObjectNode realm) {
        return (ObjectNode) provider(realm).path("config");
    }

    static ObjectNode client(ObjectNode realm) {
        return (ObjectNode) realm.path("clients").path(1);
    }

    static ObjectNode attributes(ObjectNode realm) {
        return (ObjectNode) client(realm).path("attributes");
    }

    static void undecided(ImportRun run, String text) {
        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.undecided()).anyMatch(line -> line.contains(text));
    }

    private static void notWritten(ImportRun run, String list) throws Exception {
        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.trust().path(list)).isEmpty();
    }

    @Test
    void aRealmWithAllThatIsNeededIsCarriedOver() throws Exception {
        Path out = folder.resolve("trust.yaml");
        var run = ImportRun.of("keycloak", ImportRun.sample("keycloak/realm.json"), "-o", out.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out()).isEmpty();
        assertThat(Files.readString(out)).isEqualTo(ImportRun.text("keycloak/trust.yaml"));
        assertThat(Files.readString(folder.resolve("trust.yaml.secrets.env")))
                .isEqualTo("export COUNTERSIGN_IMPORTED_ORDERS_CLIENT='secret-at-keycloak-of-many-characters'\n");
        assertThat(run.err()).doesNotContain("secret-at-keycloak").doesNotContain("never-to-be-seen");
    }

    @Test
    void theAnswersOfKcadmMeanTheSame() throws Exception {
        ObjectNode realm = ImportRun.object("keycloak/realm.json");
        var files = new ArrayList<String>(List.of("keycloak", "--secrets-out", "/nowhere/secrets"));
        for (String list : List.of("identityProviders", "clients", "clientScopes", "users")) {
            Path file = folder.resolve(list + ".json");
            Files.write(file, RemoteJson.write(realm.remove(list)));
            files.add(file.toString());
        }
        Path rest = folder.resolve("realm.json");
        Files.write(rest, RemoteJson.write(realm));
        files.add(rest.toString());

        var apart = ImportRun.of(files.toArray(String[]::new));
        var whole = ImportRun.of("keycloak", ImportRun.sample("keycloak/realm.json"));

        assertThat(apart.status()).as(apart.err()).isEqualTo(73);
        files.subList(1, 3).clear();
        assertThat(ImportRun.of(files.toArray(String[]::new)).out()).isEqualTo(whole.out());
    }

    @Test
    void onlyLinkedSubjectsOfEnabledUsersAreAccepted() throws Exception {
        var run = realm(realm -> ((ObjectNode)
                        realm.path("users").path(0).path("federatedIdentities").path(0))
                .put("userId", "a \"quoted\" \\ subject"));

        assertThat(run.issuer().path("conditions").path(0).asString())
                .isEqualTo("claims.sub in [\"a \\\"quoted\\\" \\\\ subject\"]");
    }

    @Test
    void withoutTheUsersTheIssuerIsDisabledUntilThatIsDecided() throws Exception {
        var run = realm(realm -> realm.remove("users"));

        undecided(run, "the files have no links");
        assertThat(run.issuer().path("enabled").asBoolean(true)).isFalse();
    }

    @Test
    void withoutLinkedUsersOrWithTooManyTheIssuerIsDisabled() throws Exception {
        var none = realm(realm -> realm.putArray("users"));
        var many = realm(realm -> {
            ArrayNode users = realm.putArray("users");
            for (int i = 0; i < 1000; i++) {
                users.addObject()
                        .put("username", "user" + i)
                        .putArray("federatedIdentities")
                        .addObject()
                        .put("identityProvider", "partner")
                        .put("userId", "subject-" + i);
            }
        });

        undecided(none, "No enabled user");
        undecided(many, "1000 subjects are too many");
        assertThat(none.issuer().path("enabled").asBoolean(true)).isFalse();
        assertThat(many.issuer().path("enabled").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"HS256", "none", "ES256K"})
    void anIssuerWithAnotherAlgorithmIsNotWritten(String algorithm) throws Exception {
        var run = realm(realm -> config(realm).put(GRANT + "AssertionSignatureAlg", algorithm));

        notWritten(run, "trusted_token_issuers");
        undecided(run, "The algorithm %s is not supported".formatted(algorithm));
        assertThat(run.application().path("trusted_token_issuers")).isEmpty();
        assertThat(run.application().path("trusted_token_issuers").isArray()).isTrue();
    }

    @Test
    void wildcardsAndRepeatedIssuersAreNotWritten() throws Exception {
        notWritten(realm(realm -> config(realm).put("issuer", "https://*.example")), "trusted_token_issuers");
        var repeated = realm(realm -> realm.withArray("identityProviders")
                .add(provider(realm).deepCopy().put("alias", "second")));

        undecided(repeated, "Another record has the same issuer");
        assertThat(repeated.trust().path("trusted_token_issuers")).hasSize(1);
    }

    @Test
    void whatIsDisabledRemainsDisabled() throws Exception {
        assertThat(realm(realm -> provider(realm).put("enabled", false))
                        .issuer()
                        .path("enabled")
                        .asBoolean(true))
                .isFalse();
        assertThat(realm(realm -> client(realm).put("enabled", false))
                        .application()
                        .path("enabled")
                        .asBoolean(true))
                .isFalse();
        var realm = realm(whole -> whole.put("enabled", false));
        assertThat(realm.issuer().path("enabled").asBoolean(true)).isFalse();
        assertThat(realm.application().path("enabled").asBoolean(true)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "300, 300", "301, 300"})
    void theClockSkewIsAtMostThatOfThisServer(String there, int here) throws Exception {
        var run = realm(realm -> config(realm).put(GRANT + "AllowedClockSkew", there));

        assertThat(run.issuer().path("clock_skew_seconds").asInt(-1)).isEqualTo(here);
        assertThat(run.lines(Fate.DIFFERS).stream().anyMatch(line -> line.contains("greatest clock skew")))
                .isEqualTo(here != Integer.parseInt(there));
    }

    @Test
    void assertionsThatMayBeReusedNeedNoId() throws Exception {
        var run = realm(realm -> config(realm).put(GRANT + "AssertionReuseAllowed", "true"));

        assertThat(run.issuer().path("replay").path("allow_reuse").asBoolean()).isTrue();
        assertThat(run.issuer().path("replay").path("require_jti").asBoolean(true))
                .isFalse();
    }

    @Test
    void aFixedKeyIsCarriedAsAJwkOrACertificate() throws Exception {
        String base64 = RSA_KEY.replaceAll("-----[A-Z ]+-----|\\s", "");
        for (String notation : List.of(RSA_KEY, base64)) {
            var run = realm(realm -> config(realm)
                    .put("useJwksUrl", "false")
                    .put("jwtAuthorizationGrantAssertionSignatureAlg", "RS256")
                    .put("publicKeySignatureVerifier", notation)
                    .put("publicKeySignatureVerifierKeyId", "partner-1"));
            JsonNode key = run.issuer().path("keys").path("jwks").path("keys").path(0);
            assertThat(run.status()).as(run.err()).isEqualTo(3);
            assertThat(run.undecided()).hasSize(1);
            assertThat(key.path("kty").asString()).isEqualTo("RSA");
            assertThat(key.path("e").asString()).isEqualTo("AQAB");
            assertThat(key.path("kid").asString()).isEqualTo("partner-1");
        }
        String pem = ImportRun.text("partner.pem");
        assertThat(realm(realm -> config(realm).put("useJwksUrl", "false").put("publicKeySignatureVerifier", pem))
                        .issuer()
                        .path("keys")
                        .path("certificates"))
                .hasSize(1);
        notWritten(
                realm(realm -> config(realm).put("useJwksUrl", "false").put("publicKeySignatureVerifier", "nonsense")),
                "trusted_token_issuers");
    }

    @Test
    void whatRestrictsIsNeverDroppedSilently() throws Exception {
        undecided(realm(realm -> config(realm).put("newRule", "strict")), "config.newRule");
        undecided(realm(realm -> attributes(realm).put("new.rule", "strict")), "attributes.new.rule");
        undecided(realm(realm -> client(realm).put("newRule", "strict")), "newRule");
        var filtered = realm(realm -> config(realm)
                .put("filteredByClaim", "true")
                .put("claimFilterName", "hd")
                .put("claimFilterValue", ".*"));
        undecided(filtered, "matching claim");
        assertThat(filtered.issuer().path("enabled").asBoolean(true)).isFalse();
        undecided(
                realm(realm -> client(realm)
                        .withArray("protocolMappers")
                        .addObject()
                        .put("name", "mine")
                        .put("protocolMapper", "script-mine.js")),
                "A script cannot be carried");
        undecided(
                realm(realm -> attributes(realm).put("oauth2.jwt.authorization.grant.idp", "partner##corporate")),
                "\"corporate\" is not in the trust file");
        undecided(realm(realm -> attributes(realm).put("standard.token.exchange.enabled", "true")), "Token exchange");
        undecided(realm(realm -> attributes(realm).put("access.token.signed.response.alg", "HS512")), "HS512");
    }

    @Test
    void clientsThatAuthenticateOtherwiseAreNotWritten() throws Exception {
        notWritten(realm(realm -> client(realm).put("clientAuthenticatorType", "client-secret-jwt")), "applications");
        notWritten(realm(realm -> client(realm).put("publicClient", true)), "applications");
        notWritten(realm(realm -> client(realm).put("clientAuthenticatorType", "client-jwt")), "applications");
        notWritten(
                realm(realm -> {
                    client(realm).put("clientAuthenticatorType", "client-x509");
                    attributes(realm).put("x509.subjectdn", "CN=.*").put("x509.allow.regex.pattern.comparison", "true");
                }),
                "applications");
        assertThat(realm(realm -> {
                            client(realm).put("clientAuthenticatorType", "client-jwt");
                            attributes(realm).put("jwks.url", "https://client.example/jwks.json");
                        })
                        .application()
                        .path("jwks_url")
                        .asString())
                .isEqualTo("https://client.example/jwks.json");
        assertThat(realm(realm -> {
                            client(realm).put("clientAuthenticatorType", "client-x509");
                            attributes(realm).put("x509.subjectdn", "CN=orders");
                        })
                        .application()
                        .path("tls_client_auth_subject_dn")
                        .asString())
                .isEqualTo("CN=orders");
    }

    @ParameterizedTest
    @ValueSource(strings = {"**********", "${vault.orders}", "short"})
    void aSecretThatIsNotInTheExportIsGenerated(String secret) throws Exception {
        var run = realm(realm -> client(realm).put("secret", secret));

        undecided(run, "The secret is not carried");
        assertThat(run.application().path("secret").path("generate").asBoolean())
                .isTrue();
    }

    @Test
    void theAudienceOfAClientScopeIsCarried() throws Exception {
        var run = realm(realm -> {
            client(realm).remove("protocolMappers");
            ((ObjectNode) realm.path("clientScopes").path(0))
                    .putArray("protocolMappers")
                    .addObject()
                    .put("name", "audience")
                    .put("protocolMapper", "oidc-audience-mapper")
                    .putObject("config")
                    .put("included.client.audience", "orders-api")
                    .put("access.token.claim", "true");
        });

        assertThat(run.application().path("audiences"))
                .isEqualTo(RemoteJson.array().add("orders-api"));
    }

    @Test
    void anAudienceOfTheOtherServerCanBeAccepted() throws Exception {
        var run = ImportRun.of(
                "keycloak",
                ImportRun.sample("keycloak/realm.json"),
                "--audience",
                "https://kc.example/realms/orders",
                "--audience",
                "https://kc.example/realms/orders/protocol/openid-connect/token");

        assertThat(run.issuer().path("alias").asString()).isEqualTo("https://kc.example/realms/orders");
        assertThat(run.issuer().path("audiences"))
                .isEqualTo(RemoteJson.array().add("https://kc.example/realms/orders/protocol/openid-connect/token"));
    }

    @Test
    void severalRealmsAreImportedOneAtATime() throws Exception {
        String realms = "[{\"realm\":\"one\"},{\"realm\":\"two\"}]";

        assertThat(ImportRun.typing(realms, "keycloak", "-").status()).isEqualTo(65);
    }

    @Test
    void aProviderThatIsForSignInAloneIsLeftOut() throws Exception {
        var run = realm(realm -> config(realm).remove("jwtAuthorizationGrantEnabled"));

        assertThat(run.trust().path("trusted_token_issuers")).isEmpty();
        assertThat(run.lines(Fate.LEFT_OUT)).anyMatch(line -> line.contains("\"partner\""));
    }
}
