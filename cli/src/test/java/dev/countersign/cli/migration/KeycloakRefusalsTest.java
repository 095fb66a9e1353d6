package dev.countersign.cli.migration;

import static dev.countersign.cli.migration.KeycloakImportTest.RSA_KEY;
import static dev.countersign.cli.migration.KeycloakImportTest.attributes;
import static dev.countersign.cli.migration.KeycloakImportTest.client;
import static dev.countersign.cli.migration.KeycloakImportTest.config;
import static dev.countersign.cli.migration.KeycloakImportTest.provider;
import static dev.countersign.cli.migration.KeycloakImportTest.realm;
import static dev.countersign.cli.migration.KeycloakImportTest.undecided;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cli.remote.RemoteJson;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the import from Keycloak: what is refused there is not accepted after it. */
class KeycloakRefusalsTest {
    @Test
    void clientPoliciesDisableTheIssuersUntilTheyAreDecided() throws Exception {
        for (String member : List.of("clientPolicies", "clientProfiles")) {
            String list = member.substring("client".length()).toLowerCase(Locale.ROOT);
            var run = realm(realm -> realm.putObject(member)
                    .putArray(list)
                    .addObject()
                    .put("name", "strict")
                    .put("enabled", true));
            undecided(run, "realm, %s: Client policies can refuse the grant".formatted(member));
            assertThat(run.issuer().path("enabled").asBoolean(true)).isFalse();

            var empty = realm(realm -> realm.putObject(member).putArray(list));
            assertThat(empty.undecided()).noneMatch(line -> line.contains(member));
            assertThat(empty.issuer().has("enabled")).isFalse();
        }
    }

    @Test
    void unknownMembersOfRecordsInListsAreReported() throws Exception {
        Consumer<ObjectNode> mapper =
                realm -> ((ObjectNode) client(realm).path("protocolMappers").path(0)).put("newRule", "strict");
        Consumer<ObjectNode> config = realm ->
                ((ObjectNode) client(realm).path("protocolMappers").path(0).path("config")).put("new.rule", "strict");

        Consumer<ObjectNode> ofScope =
                realm -> ((ObjectNode) realm.path("clientScopes").path(0))
                        .putArray("protocolMappers")
                        .addObject()
                        .put("name", "mine")
                        .put("protocolMapper", "oidc-usersessionmodel-note-mapper")
                        .put("newRule", "strict");

        undecided(realm(ofScope), "client scope \"orders:read\", protocolMappers[0].newRule");
        undecided(realm(mapper), "protocolMappers[0].newRule");
        undecided(realm(config), "protocolMappers[0].config.new.rule");
    }

    @Test
    void aBearerOnlyClientIsDisabled() throws Exception {
        var run = realm(realm -> client(realm).put("bearerOnly", true));

        assertThat(run.application().path("enabled").asBoolean(true)).isFalse();
        assertThat(run.lines(Fate.DIFFERS)).anyMatch(line -> line.contains("bearerOnly: Keycloak issues no tokens"));
    }

    @Test
    void aKeyThatKeycloakDoesNotUseDisablesTheIssuer() throws Exception {
        var unusedUrl = realm(realm -> config(realm).put("useJwksUrl", "false"));
        var unusedKey = realm(realm -> {
            config(realm).remove("jwksUrl");
            config(realm)
                    .put("jwtAuthorizationGrantAssertionSignatureAlg", "RS256")
                    .put("publicKeySignatureVerifier", RSA_KEY);
        });

        undecided(unusedUrl, "Keycloak does not use this JWKS URL");
        undecided(unusedKey, "Keycloak does not use this key");
        for (ImportRun run : List.of(unusedUrl, unusedKey)) {
            assertThat(run.issuer().path("enabled").asBoolean(true)).isFalse();
        }
        assertThat(unusedUrl.issuer().path("keys").path("jwks_url").asString())
                .isEqualTo("https://partner.example/jwks.json");
        var used = realm(realm -> config(realm)
                .put("useJwksUrl", "false")
                .put("jwtAuthorizationGrantAssertionSignatureAlg", "RS256")
                .put("publicKeySignatureVerifier", RSA_KEY));
        assertThat(used.issuer().has("enabled")).isFalse();
    }

    @Test
    void anApplicationNamesAnIssuerAsTheTrustFileDoes() throws Exception {
        var run = realm(realm -> {
            provider(realm).put("alias", "part:ner");
            attributes(realm).put("oauth2.jwt.authorization.grant.idp", "part:ner");
        });

        assertThat(run.issuer().path("name").asString()).isEqualTo("part-ner");
        assertThat(run.application().path("trusted_token_issuers"))
                .isEqualTo(RemoteJson.array().add("part-ner"));
    }
}
