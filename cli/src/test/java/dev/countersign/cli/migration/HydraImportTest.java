package dev.countersign.cli.migration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.cli.remote.RemoteJson;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Tests of the import from Ory Hydra. */
class HydraImportTest {
    private static final String KEYS = ImportRun.sample("hydra/keys.json");

    @TempDir
    private Path folder;

    private static ImportRun grants(Consumer<ArrayNode> change, String... files) throws Exception {
        ArrayNode grants =
                (ArrayNode) RemoteJson.read(ImportRun.text("hydra/issuers.json").getBytes(StandardCharsets.UTF_8));
        change.accept(grants);
        return ImportRun.typing(
                RemoteJson.line(grants),
                Stream.concat(Stream.of("hydra", "-"), Stream.of(files)).toArray(String[]::new));
    }

    private static ObjectNode first(ArrayNode grants) {
        return (ObjectNode) grants.path(0);
    }

    private static ImportRun client(Consumer<ObjectNode> change) throws Exception {
        return ImportRun.ofChanged(
                "hydra",
                "hydra/clients.json",
                list -> change.accept((ObjectNode) list.path("items").path(0)));
    }

    private static void undecided(ImportRun run, String text) {
        assertThat(run.status()).as(run.err()).isEqualTo(3);
        assertThat(run.undecided()).anyMatch(line -> line.contains(text));
    }

    @Test
    void issuersKeysAndClientsTogetherAreCarriedOver() throws Exception {
        Path out = folder.resolve("trust.yaml");
        var run = ImportRun.of(
                "hydra",
                ImportRun.sample("hydra/issuers.json"),
                KEYS,
                ImportRun.sample("hydra/clients.json"),
                "-o",
                out.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(Files.readString(out)).isEqualTo(ImportRun.text("hydra/trust.yaml"));
        assertThat(run.err()).doesNotContain("secret-at-hydra");
    }

    @Test
    void theListAloneHasNoKeys() throws Exception {
        var run = ImportRun.of("hydra", ImportRun.sample("hydra/issuers.json"));

        undecided(run, "/admin/keys/https://partner.example");
        assertThat(run.trust().path("trusted_token_issuers")).isEmpty();
    }

    @Test
    void aKeyThatIsGivenWithTheGrantIsCarried() throws Exception {
        var key = ImportRun.object("hydra/keys.json").path("keys").path(0);
        var run = grants(grants -> {
            grants.remove(1);
            first(grants).remove("public_key");
            first(grants).set("jwk", key);
        });

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.issuer().path("keys").path("jwks").path("keys").path(0)).isEqualTo(key);
        assertThat(run.issuer().path("algorithms")).isEqualTo(RemoteJson.array().add("ES256"));
    }

    @Test
    void aSetWithAPrivateKeyIsNotCarried() throws Exception {
        Path keys = folder.resolve("keys.json");
        ObjectNode set = ImportRun.object("hydra/keys.json");
        ((ObjectNode) set.path("keys").path(0)).put("d", "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI");
        Files.write(keys, RemoteJson.write(set));
        var run = grants(_ -> {}, keys.toString());

        undecided(run, "private or secret key");
        assertThat(run.out() + run.err()).doesNotContain("jpsQnnGQ");
        assertThat(run.trust().path("trusted_token_issuers")).isEmpty();
    }

    @Test
    void anySubjectMeansNoCondition() throws Exception {
        var run = grants(
                grants -> {
                    grants.remove(1);
                    first(grants).put("allow_any_subject", true).put("subject", "");
                },
                KEYS);

        assertThat(run.issuer().path("conditions")).isEqualTo(RemoteJson.array().add("claims.exp <= 4070908800"));
    }

    @Test
    void keysForDifferentSubjectsDisableTheIssuer() throws Exception {
        Path others = folder.resolve("keys.json");
        ObjectNode set = ImportRun.object("hydra/keys.json");
        ((ObjectNode) set.path("keys").path(0)).put("kid", "partner-2");
        Files.write(others, RemoteJson.write(set));
        var run = grants(
                grants -> ((ObjectNode) grants.path(1).path("public_key")).put("kid", "partner-2"),
                KEYS,
                others.toString());

        undecided(run, "Its keys are for different subjects there");
        assertThat(run.issuer().path("enabled").asBoolean(true)).isFalse();
    }

    @Test
    void ofDifferentScopesTheCommonOnesAreCarried() throws Exception {
        var run = grants(
                grants -> first(grants).putArray("scope").add("orders:read").add("other"), KEYS);

        undecided(run, "different scopes");
        assertThat(run.issuer().path("scopes")).isEqualTo(RemoteJson.array().add("orders:read"));
    }

    @Test
    void patternsOfScopesAreNotCarried() throws Exception {
        undecided(
                grants(
                        grants -> grants.forEach(
                                grant -> ((ObjectNode) grant).putArray("scope").add("orders.*")),
                        KEYS),
                "orders.* is a pattern");
        undecided(client(client -> client.put("scope", "orders.*")), "orders.* is a pattern");
    }

    @Test
    void anExpiredGrantIsLeftOutAndOneThatExpiresNowToo() throws Exception {
        var run = grants(
                grants -> {
                    first(grants).put("expires_at", "2026-11-30T11:59:59Z");
                    ((ObjectNode) grants.path(1)).put("expires_at", "2026-11-30T12:00:00Z");
                },
                KEYS);

        assertThat(run.lines(Fate.LEFT_OUT)).singleElement().asString().contains("11:59:59");
        assertThat(run.issuer().path("conditions").path(0).asString()).isEqualTo("claims.sub in [\"bob\"]");
    }

    @Test
    void withoutAnyClientSecretOneIsGenerated() throws Exception {
        var run = client(client -> client.remove("client_secret"));

        undecided(run, "the export has none");
        assertThat(run.application().path("secret").path("generate").asBoolean())
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "$2a$10$IX7vQYAqpNl6oRBu6dUXOe5GcXTzuMKJ5gmKp9Ge4mIRE4ZyyCqku",
                "$pbkdf2-sha256$i=25000,l=32$jVdYKyqhp5jG8Y6Cn5fBZA$d6lRMiZBCXpQcuHVCyl0iXbTZTfWQYzVnfVYO6yEGAc"
            })
    void aHashedSecretIsNotASecret(String hash) throws Exception {
        var run = client(client -> client.put("client_secret", hash));

        undecided(run, "hashed or encrypted");
        assertThat(run.err()).doesNotContain(hash);
    }

    @Test
    void clientsWithOtherCredentialsKeepThemOrAreNotWritten() throws Exception {
        var signing = client(client ->
                client.put("token_endpoint_auth_method", "private_key_jwt").put("jwks_uri", "https://c.example/keys"));
        var open = client(client -> client.put("token_endpoint_auth_method", "none"));

        assertThat(signing.application().path("jwks_url").asString()).isEqualTo("https://c.example/keys");
        undecided(open, "without credentials");
        assertThat(open.trust().path("applications")).isEmpty();
    }

    @Test
    void whatIsUnknownOrMalformedIsTold() throws Exception {
        undecided(client(client -> client.put("new_rule", "strict")), "new_rule");
        undecided(grants(grants -> first(grants).put("new_rule", "strict"), KEYS), "new_rule");
        assertThat(client(client -> client.put("jwt_bearer_grant_access_token_lifespan", "soon"))
                        .status())
                .isEqualTo(65);
        assertThat(grants(grants -> first(grants).put("expires_at", "soon"), KEYS)
                        .status())
                .isEqualTo(65);
        assertThat(grants(grants -> first(grants).remove("subject"), KEYS).status())
                .isEqualTo(65);
    }

    @Test
    void aKeyIdOfSeveralIssuersOrSetsGivesNoneOfThemAKey() throws Exception {
        var issuers = grants(grants -> ofAnother(grants, "https://other.example"), KEYS);
        var sets = grants(
                grants -> ((ObjectNode) grants.path(1).path("public_key")).put("set", "https://other.example"), KEYS);
        var expired = grants(
                grants -> {
                    ofAnother(grants, "https://other.example");
                    first(grants).put("expires_at", "2026-11-30T11:59:59Z");
                },
                KEYS);

        for (ImportRun run : List.of(issuers, sets, expired)) {
            undecided(run, "Several issuers or sets name a key with the kid partner-1");
            assertThat(run.trust().path("trusted_token_issuers")).isEmpty();
        }
        assertThat(issuers.undecided())
                .filteredOn(line -> line.contains("Several issuers or sets"))
                .hasSize(2);
    }

    @Test
    void anotherKeyIdOfAnotherIssuerDoesNotMatter() throws Exception {
        var run = grants(
                grants -> {
                    ofAnother(grants, "https://other.example");
                    ((ObjectNode) grants.path(1).path("public_key")).put("kid", "other-1");
                },
                KEYS);

        undecided(run, "does not contain the key other-1");
        assertThat(run.issuer().path("issuer").asString()).isEqualTo("https://partner.example");
        assertThat(run.trust().path("trusted_token_issuers")).hasSize(1);
    }

    private static void ofAnother(ArrayNode grants, String issuer) {
        ((ObjectNode) grants.path(1))
                .put("issuer", issuer)
                .putObject("public_key")
                .put("set", issuer)
                .put("kid", "partner-1");
    }
}
