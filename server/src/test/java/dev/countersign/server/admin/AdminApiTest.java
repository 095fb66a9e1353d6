package dev.countersign.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.server.admin.ApiServer.Response;
import java.net.http.HttpClient;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdminApiTest {
    private final ApiServer server = new ApiServer();

    @AfterEach
    void stop() {
        server.close();
    }

    static final String ISSUER =
            "{'name':'partner','issuer':'https://p.example','keys':{'jwks_url':'https://p.example/jwks'}}";

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("dev.countersign.server.admin.AdminOperations#all")
    void needsATokenWithTheRightScope(String method, String template, String scope, String body, int status) {
        String path = path(template);
        String other = scope.equals("admin:read") ? "admin:write" : "admin:read";

        assertThat(send(method, path, "\"", body).status()).isEqualTo(401);
        assertThat(send(method, path, other, body).status()).isEqualTo(403);
        assertThat(send(method, path, scope, body).status()).isEqualTo(status);
    }

    @Test
    void hasNoOperationThatTheTableAboveLeavesOut() {
        Set<String> tested = AdminOperations.all()
                .map(row -> row.get()[0] + " "
                        + ((String) row.get()[1])
                                .replaceAll("ISSUER|APPLICATION|RESOURCE|BLOCK|TENANT", "{id}")
                                .replace("SECRET", "{secret_id}"))
                .collect(Collectors.toSet());

        assertThat(server.endpoints().stream().map(endpoint -> endpoint.method() + " " + endpoint.path()))
                .containsExactlyInAnyOrderElementsOf(tested);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "PUT|/trusted-token-issuers|GET, HEAD, POST",
                "POST|/trusted-token-issuers/x|DELETE, GET, HEAD, PATCH, PUT",
                "GET|/trusted-token-issuers/x/keys/refresh|POST",
                "POST|/audit-events|GET, HEAD",
                "GET|/applications/x/secrets|POST",
                "OPTIONS|/applications/x%2Fy|DELETE, GET, HEAD, PATCH, PUT",
                "BREW|/signing-keys|GET, HEAD"
            })
    void saysWhichMethodsAnAddressServes(String method, String path, String allowed) {
        Response response = server.request(method, path).send();

        assertThat(response.status()).isEqualTo(405);
        assertThat(response.header("Allow")).isEqualTo(allowed);
        assertThat(response.text("code")).isEqualTo("method_not_allowed");
    }

    @ParameterizedTest
    @CsvSource({
        "/nothing",
        "/trusted-token-issuers/",
        "/trusted-token-issuers/absent",
        "/applications/absent",
        "/applications/a%2Fb",
        "/applications%2Fabsent",
        "/applications/x/secrets/",
        "//applications",
        "/Applications",
        "/x/openapi.json",
        "/openapi.json/",
        "/",
        "''"
    })
    void answersAProblemWhereThereIsNothing(String path) {
        Response response = server.get(path);

        assertThat(response.status()).isEqualTo(404);
        assertThat(response.header("Content-Type")).isEqualTo("application/problem+json");
        assertThat(response.json()).containsKeys("type", "title", "status", "code", "correlation_id");
        assertThat(response.text("code")).isEqualTo("not_found");
        assertThat(response.text("correlation_id")).isEqualTo(response.header("X-Correlation-Id"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /applications, text/plain",
        "POST, /applications, application/x-www-form-urlencoded",
        "POST, /applications, application/merge-patch+json",
        "PUT, /applications/APPLICATION, application/xml",
        "PATCH, /applications/APPLICATION, application/json-patch+json",
        "POST, /applications/APPLICATION/secrets, text/plain"
    })
    void readsNothingButJson(String method, String path, String type) {
        Response response = server.request(method, path(path)).body(type, "{}").send();

        assertThat(response.status()).isEqualTo(415);
        assertThat(response.text("code")).isEqualTo("unsupported_media_type");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {"{", "[]", "{\"name\":\"a\",\"name\":\"b\"}", "{} {}", "{\"name\":01}", "null"})
    void readsOneJsonObjectAndNothingElse(String body) {
        Response response = server.request("POST", "/applications")
                .body("application/json", body)
                .send();

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("code")).isEqualTo("malformed_json");
    }

    @Test
    void readsNoBodyWhereOneIsNeeded() {
        Response response = server.request("POST", "/applications")
                .body("application/json", "")
                .send();

        assertThat(response.status()).isEqualTo(400);
    }

    @Test
    void takesACharsetThatSaysWhatJsonIsAnyway() {
        assertThat(server.request("POST", "/applications")
                        .body("application/json; charset=UTF-8", "{\"name\":\"a\"}")
                        .send()
                        .status())
                .isEqualTo(201);
    }

    @Test
    void namesEveryBadFieldAtOnce() {
        Response response = server.post("/trusted-token-issuers", "{'nmae':'x','clock_skew_seconds':-1,'keys':{}}");

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.text("code")).isEqualTo("invalid_input");
        assertThat(response.errors())
                .containsExactly(
                        "/nmae unknown_member",
                        "/name required",
                        "/issuer required",
                        "/keys required",
                        "/clock_skew_seconds out_of_range");
    }

    @Test
    void answersTooLargeABodyWithoutReadingIt() {
        Response response = server.request("POST", "/applications")
                .body("application/json", "{\"name\":\"" + "x".repeat(1 << 20) + "\"}")
                .send();

        assertThat(response.status()).isEqualTo(413);
    }

    @Test
    void saysThatTheStoreIsGoneAndWhenToTryAgain() {
        server.management.store.breakDown();

        Response response = server.post("/applications", "{'name':'a'}");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("5");
        assertThat(response.text("code")).isEqualTo("store.unavailable");
        assertThat(response.text("detail")).isEqualTo("Check whether the change was made before you try again.");
    }

    @Test
    void saysThatNothingSignsAndWhenToTryAgain() {
        server.found = _ -> {
            throw new SigningUnavailableException("the module is broken");
        };

        Response response = server.get("/audit-events");

        assertThat(response.status()).isEqualTo(503);
        assertThat(response.header("Retry-After")).isEqualTo("5");
        assertThat(response.text("code")).isEqualTo("signing.unavailable");
        assertThat(response.text("detail")).isEqualTo("Try again later.");
    }

    @Test
    void servesItsDescriptionForReadingAlone() {
        assertThat(server.request("GET", "/openapi.json").send().status()).isEqualTo(200);
        assertThat(server.request("HEAD", "/openapi.json").send().status()).isEqualTo(200);
        for (String method : List.of("POST", "OPTIONS")) {
            Response refused = server.request(method, "/openapi.json").send();
            assertThat(refused.status()).isEqualTo(405);
            assertThat(refused.header("Allow")).isEqualTo("GET, HEAD");
        }
    }

    @Test
    void answersHeadWithoutABody() {
        String inFull = server.get("/applications").http().body();

        for (var version : HttpClient.Version.values()) {
            Response head =
                    server.request("HEAD", "/applications").over(version).send();

            assertThat(head.status()).isEqualTo(200);
            assertThat(head.http().body()).isEmpty();
            assertThat(server.request("HEAD", "/nothing")
                            .over(version)
                            .send()
                            .http()
                            .body())
                    .isEmpty();
            assertThat(server.request("GET", "/applications")
                            .over(version)
                            .send()
                            .http()
                            .body())
                    .as("the next answer over the same connection")
                    .isEqualTo(inFull);
        }
    }

    @Test
    void isNeverCached() {
        assertThat(server.get("/applications").header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void isReachedUnderThePathOfTheBaseUrlAndWithoutIt() {
        try (var prefixed = new ApiServer("/auth")) {
            Response created = prefixed.requestAt("POST", "/auth/api/v1/applications")
                    .json("{'name':'a'}")
                    .send();

            assertThat(created.header("Location")).startsWith("/auth/api/v1/applications/");
            assertThat(prefixed.requestAt("GET", created.header("Location"))
                            .send()
                            .status())
                    .isEqualTo(200);
            assertThat(prefixed.get("/applications").items("name")).containsExactly("a");
        }
    }

    @Test
    void showsOnlyThePublicPartOfSigningKeys() {
        Response response = server.get("/signing-keys");

        assertThat(response.items("alg")).containsExactlyInAnyOrder("RS256", "ES256", "EdDSA");
        assertThat(response.items("state")).containsOnly("active");
        assertThat(response.json()).containsEntry("next_cursor", JsonNull.NULL);
        assertThat(response.http().body()).contains("\"crv\"").doesNotContain("\"d\"");
    }

    private String path(String template) {
        String path = template;
        if (path.startsWith("/blocked-subjects")) {
            server.post("/trusted-token-issuers", ISSUER);
        }
        if (path.contains("BLOCK")) {
            path = path.replace(
                    "BLOCK",
                    server.post("/blocked-subjects", "{'issuer':'partner','subject':'alice'}")
                            .text("id"));
        }
        if (path.contains("TENANT")) {
            // only a disabled one is deleted, and only an enabled one gets a link
            boolean enabled = path.endsWith("link");
            path = path.replace(
                    "TENANT",
                    server.post("/organizations", "{'slug':'acme','name':'Acme','enabled':" + enabled + "}")
                            .text("id"));
        }
        if (path.contains("ISSUER")) {
            path = path.replace(
                    "ISSUER", server.post("/trusted-token-issuers", ISSUER).text("id"));
        }
        if (path.contains("RESOURCE")) {
            path = path.replace(
                    "RESOURCE",
                    server.post("/api-resources", "{'name':'a','audience':'urn:a'}")
                            .text("id"));
        }
        if (path.contains("APPLICATION")) {
            Response application = server.post("/applications", "{'name':'app'}");
            path = path.replace("APPLICATION", application.text("id"));
            if (path.contains("SECRET")) {
                Object secret = ((List<?>) application.json().get("secrets")).getFirst();
                path = path.replace("SECRET", (String) ((java.util.Map<?, ?>) secret).get("id"));
            }
        }
        return path;
    }

    private Response send(String method, String path, String token, String body) {
        var request = server.request(method, path).header("Authorization", token);
        return (body.isEmpty() ? request : request.json(body)).send();
    }
}
