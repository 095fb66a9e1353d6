package dev.countersign.cli.migration;

import static dev.countersign.cli.migration.KeycloakImportTest.client;
import static dev.countersign.cli.migration.KeycloakImportTest.realm;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cli.remote.RemoteJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the import from Keycloak: the audiences that mappers add to access tokens. */
class KeycloakAudiencesTest {
    @ParameterizedTest
    @CsvSource({
        "access.token.claim, true, false, true",
        "access.token.claim, false, false, false",
        "introspection.token.claim, true, false, false",
        "lightweight.claim, true, false, false",
        "access.token.claim, true, true, false",
        "lightweight.claim, true, true, true"
    })
    void anAudienceIsCarriedOnlyIfItIsInAccessTokens(String setting, String value, boolean lightweight, boolean carried)
            throws Exception {
        var run = realm(realm -> {
            audienceMapper(client(realm))
                    .put("included.custom.audience", "https://a")
                    .put(setting, value);
            ((ObjectNode) client(realm).path("attributes"))
                    .put("client.use.lightweight.access.token.enabled", Boolean.toString(lightweight));
        });

        assertThat(run.application().has("audiences")).isEqualTo(carried);
        assertThat(run.lines(Fate.LEFT_OUT).stream().anyMatch(line -> line.contains("other tokens than access tokens")))
                .isEqualTo(!carried);
    }

    private static ObjectNode audienceMapper(ObjectNode holder) {
        return holder.putArray("protocolMappers")
                .addObject()
                .put("name", "audience")
                .put("protocolMapper", "oidc-audience-mapper")
                .putObject("config");
    }

    @Test
    void aCustomAudienceCountsOnlyWithoutAClient() throws Exception {
        var run = realm(realm -> audienceMapper(client(realm))
                .put("included.client.audience", "orders-api")
                .put("included.custom.audience", "https://ignored")
                .put("access.token.claim", "true"));

        assertThat(run.application().path("audiences"))
                .isEqualTo(RemoteJson.array().add("orders-api"));
    }

    @Test
    void anAudienceOfAnOptionalScopeIsReported() throws Exception {
        var run = realm(realm -> {
            client(realm).putArray("optionalClientScopes").add("stock");
            var scope = ((ArrayNode) realm.path("clientScopes")).addObject().put("name", "stock");
            audienceMapper(scope)
                    .put("included.custom.audience", "https://stock")
                    .put("access.token.claim", "true");
        });

        assertThat(run.application().path("audiences").toString()).doesNotContain("https://stock");
        assertThat(run.lines(Fate.DIFFERS)).anyMatch(line -> line.contains("https://stock to tokens with this scope"));
    }
}
