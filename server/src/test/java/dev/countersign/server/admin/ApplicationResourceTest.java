package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.admin.ApiServer.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ApplicationResourceTest {
    private final ApiServer server = new ApiServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void showsTheSecretInTheAnswerToACreationAlone() {
        Response created = server.post("/applications", "{'name':'orders-app'}");
        String secret = created.text("client_secret");
        String path = "/applications/" + created.text("id");

        assertThat(created.status()).isEqualTo(201);
        assertThat(secret).hasSize(43);
        assertThat(server.get(path).http().body()).doesNotContain(secret).doesNotContain("client_secret\"");
        assertThat(server.get("/applications").http().body()).doesNotContain(secret);
        assertThat(server.request("PATCH", path)
                        .json("{'enabled':false}")
                        .send()
                        .http()
                        .body())
                .doesNotContain(secret)
                .doesNotContain("client_secret\"");
    }

    @Test
    void takesItsOwnAnswerBackAndKeepsClientIdAndSecrets() {
        Response created = server.post("/applications", "{'name':'orders-app'}");
        String path = "/applications/" + created.text("id");
        Response read = server.get(path);

        Response replaced = server.request("PUT", path)
                .header("If-Match", read.header("ETag"))
                .body("application/json", read.http().body().replace("\"enabled\":true", "\"enabled\":false"))
                .send();

        assertThat(replaced.status()).isEqualTo(200);
        assertThat(replaced.json())
                .containsEntry("enabled", false)
                .containsEntry("client_id", read.text("client_id"))
                .containsEntry("secrets", read.json().get("secrets"));
    }

    @Test
    void givesNoScopeOfOurAdministrationAwayThatTheTokenDoesNotHold() {
        Response refused = server.request("POST", "/applications")
                .header("Authorization", "admin:write")
                .json("{'name':'a','grant_types':['client_credentials'],'scopes':['admin:write','admin:read']}")
                .send();

        assertThat(refused.status()).isEqualTo(403);
        assertThat(refused.json()).containsEntry("code", "access.insufficient_scope");
        assertThat(refused.http().body()).contains("\"/scopes/1\"").doesNotContain("\"/scopes/0\"");
    }

    @Test
    void addsAndRemovesSecrets() {
        Response created = server.post("/applications", "{'name':'orders-app'}");
        String path = "/applications/" + created.text("id");

        Response added = server.request("POST", path + "/secrets").send();

        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json()).containsOnlyKeys("id", "client_secret", "created_at", "expires_at");
        assertThat(added.json()).containsEntry("expires_at", JsonNull.NULL);
        assertThat(added.header("Location")).isEqualTo("/api/v1" + path + "/secrets/" + added.text("id"));

        Response third = server.post(path + "/secrets", "{'expires_in_seconds':60}");
        assertThat(third.status()).isEqualTo(409);
        assertThat(third.text("code")).isEqualTo("too_many_secrets");

        assertThat(server.requestAt("DELETE", added.header("Location")).send().status())
                .isEqualTo(204);
        assertThat(server.requestAt("DELETE", added.header("Location")).send().status())
                .isEqualTo(404);
        assertThat(server.post(path + "/secrets", "{'expires_in_seconds':60}").json())
                .containsEntry("expires_at", "2030-01-01T12:01:00Z");
    }

    @Test
    void saysWhenASecretWasLastUsedAndKeepsItsVersion() {
        Response created = server.post("/applications", "{'name':'orders-app'}");
        Map<?, ?> secret = (Map<?, ?>) ((List<?>) created.json().get("secrets")).getFirst();
        server.secretUses.put((String) secret.get("id"), Instant.parse("2030-01-01T12:00:30Z"));

        Response read = server.get("/applications/" + created.text("id"));

        assertThat(read.http().body()).contains("\"last_used_at\":\"2030-01-01T12:00:30Z\"");
        assertThat(read.header("ETag")).isEqualTo(created.header("ETag"));
    }

    @Test
    void filtersByAPartOfNameOrClientId() {
        server.post("/applications", "{'name':'alpha','client_id':'first'}");
        server.post("/applications", "{'name':'beta','client_id':'second'}");

        assertThat(server.get("/applications?q=ALP").items("name")).containsExactly("alpha");
        assertThat(server.get("/applications?q=secon").items("name")).containsExactly("beta");
    }

    @Test
    void doesNotEchoASecretThatIsRefused() {
        Response refused = server.post("/applications", "{'name':'a','client_secret':'too-short-secret'}");

        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.errors()).containsExactly("/client_secret malformed");
        assertThat(refused.http().body()).doesNotContain("too-short-secret");
    }

    @Test
    void isNotDeletedAsTheDefaultOfAnIssuerAndItsNewNameIsFollowed() {
        String application = server.post("/applications", "{'name':'worker'}").header("Location");
        server.post(
                "/trusted-token-issuers",
                "{'name':'partner','issuer':'https://partner.example','keys':{'jwks_url':'https://partner.example/jwks'},"
                        + "'client_authentication':'optional','default_application':'worker'}");

        var refused = server.requestAt("DELETE", application).send();
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json()).containsEntry("code", "default_application");

        assertThat(server.requestAt("PATCH", application)
                        .json("{'name':'renamed'}")
                        .send()
                        .status())
                .isEqualTo(200);
        assertThat(server.management
                        .configuration
                        .issuerNamed("partner")
                        .orElseThrow()
                        .clients()
                        .defaultApplication())
                .contains("renamed");
    }
}
