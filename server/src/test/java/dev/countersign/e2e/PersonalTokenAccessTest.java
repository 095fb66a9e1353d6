package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.e2e.WrittenRequests.Reply;
import dev.countersign.server.people.Role;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** End-to-end tests of personal access tokens at the REST API, and of their worth elsewhere. */
class PersonalTokenAccessTest {
    private static final Pattern PERSON = Pattern.compile("/administrators/([0-9a-v]{26})\">([^<]+)<");

    @TempDir
    private static Path folder;

    private static ServerProcess server;
    private static OrganizationSite root;
    private static OrganizationSite acme;
    private static ConsoleVisitor ada;
    private static ConsoleVisitor adaOfAcme;
    private static final List<String> ISSUED = new ArrayList<>();

    @BeforeAll
    static void start() {
        server = ConsoleSteps.start(folder.resolve("home"));
        root = OrganizationSite.root(server);
        acme = root.create("acme");
        ada = PersonalTokenForms.administrator(root);
        adaOfAcme = ConsoleVisitor.first(acme);
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void eachOperationNeedsTheRoleOfItsDescriptionAndNoOther() {
        Map<Role, String> tokens = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            tokens.put(role, create(ada, "matrix-" + role.word(), role));
        }
        JsonNode paths =
                send(tokens.get(Role.VIEWER), "GET", "/openapi.json", "").json().path("paths");
        List<String> forAdministrators = new ArrayList<>();
        for (ApiOperation operation : ApiOperation.of(server)) {
            Role needed = Role.of(paths.path(operation.path())
                            .path(operation.method().toLowerCase(Locale.ROOT))
                            .at("/security/1/personalAccessToken/0")
                            .asString())
                    .orElseThrow();
            if (needed == Role.ADMINISTRATOR) {
                forAdministrators.add(operation.method() + " " + operation.path());
            }
            tokens.forEach((role, token) -> {
                Reply reply = send(
                        token,
                        operation.method(),
                        operation.with(Secrets.generateId()),
                        operation.takesBody() ? "{}" : "");
                String what = "%s %s as %s: %s".formatted(operation.method(), operation.path(), role, reply.body());
                if (role.covers(needed)) {
                    assertThat(reply.status()).as(what).isBetween(200, 499).isNotIn(401, 403);
                } else {
                    assertThat(reply.status()).as(what).isEqualTo(403);
                    assertThat(reply.text("code")).isEqualTo("access.insufficient_role");
                    assertThat(reply.text("detail"))
                            .isEqualTo("This needs the role %s; the token has the role %s."
                                    .formatted(needed.word(), role.word()));
                }
            });
        }
        assertThat(forAdministrators)
                .containsExactlyInAnyOrder(
                        "POST /signing-keys/rotate",
                        "POST /organizations",
                        "POST /organizations/import",
                        "PATCH /organizations/{id}",
                        "DELETE /organizations/{id}",
                        "GET /organizations/{id}/export",
                        "POST /organizations/{id}/administrator-link");
    }

    @Test
    void anEditorGrantsNoAdministrativeScopeAndAnAdministratorDoes() {
        String application = "{\"name\":\"%s\",\"scopes\":[\"admin:read\"],\"grant_types\":[\"client_credentials\"]}";

        Reply refused = send(create(ada, "editor", Role.EDITOR), "POST", "/applications", application.formatted("a"));
        Reply made = send(
                create(ada, "administrator", Role.ADMINISTRATOR), "POST", "/applications", application.formatted("b"));

        assertThat(refused.status()).as(refused.body()).isEqualTo(403);
        assertThat(refused.text("code")).isEqualTo("access.insufficient_role");
        assertThat(refused.text("detail"))
                .startsWith("Changes of applications with admin: scopes need the role administrator");
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @Test
    void aTokenOfOneOrganizationIsUnknownAtEveryOther() {
        String ofRoot = create(ada, "isolation", Role.ADMINISTRATOR);
        String ofAcme = create(adaOfAcme, "isolation", Role.ADMINISTRATOR);

        assertThat(PersonalTokenForms.status(root, ofRoot)).isEqualTo(200);
        assertThat(PersonalTokenForms.status(acme, ofAcme)).isEqualTo(200);
        for (ApiOperation operation : ApiOperation.of(server)) {
            if (!operation.path().startsWith("/organizations")) {
                assertUnknown(acme, ofRoot, operation);
            }
            assertUnknown(root, ofAcme, operation);
        }
    }

    private static void assertUnknown(OrganizationSite site, String token, ApiOperation operation) {
        Reply reply = PersonalTokenForms.send(
                site,
                token,
                operation.method(),
                operation.with(Secrets.generateId()),
                operation.takesBody() ? "{}" : "");
        assertThat(reply.status()).as(operation + reply.body()).isEqualTo(401);
    }

    @Test
    void isNothingAtTheEndpointsOfTokens() {
        String token = create(ada, "elsewhere", Role.ADMINISTRATOR);

        assertThat(root.introspect(token).body()).isEqualTo("{\"active\":false}");
        assertThat(root.form("/oauth2/introspect", "Bearer " + token, Map.of("token", token))
                        .status())
                .isEqualTo(401);
        assertThat(root.form("/oauth2/token", "Bearer " + token, Map.of("grant_type", "client_credentials"))
                        .status())
                .isEqualTo(401);
        String client = WrittenRequests.basic(ServerProcess.ADMIN_ID, ServerProcess.ADMIN_SECRET);
        assertThat(root.form("/oauth2/revoke", client, Map.of("token", token)).status())
                .isEqualTo(200);
        assertThat(PersonalTokenForms.status(root, token))
                .as("revoked in the console alone")
                .isEqualTo(200);
    }

    @Test
    void aLowerRoleAndTheStateOfThePersonAreInEffectAtOnce() {
        ConsoleVisitor bob = PersonalTokenForms.invited(ada, "bob", "editor");
        String token = create(bob, "laptop", Role.EDITOR);
        String path = "/administrators/" + personId("bob");
        assertThat(send(token, "POST", "/applications", "{}").status()).isEqualTo(400);

        assertThat(ada.post(path, Map.of("/role", "viewer")).status()).isEqualTo(303);
        assertThat(send(token, "POST", "/applications", "{}").text("detail"))
                .isEqualTo("This needs the role editor; the person has the role viewer.");
        assertThat(PersonalTokenForms.status(root, token)).isEqualTo(200);

        assertThat(ada.post(path + "/disable", Map.of()).status()).isEqualTo(303);
        assertThat(PersonalTokenForms.status(root, token)).isEqualTo(401);
        assertThat(ada.post(path + "/enable", Map.of()).status()).isEqualTo(303);
        assertThat(PersonalTokenForms.status(root, token)).isEqualTo(200);
        assertThat(ada.post(path + "/link", Map.of()).status()).isEqualTo(200);
        assertThat(PersonalTokenForms.status(root, token)).isEqualTo(401);
    }

    @Test
    void anAdministratorRevokesTheTokenOfAnotherPersonAndAnEditorDoesNot() {
        ConsoleVisitor eve = PersonalTokenForms.invited(ada, "eve", "editor");
        String token = create(eve, "job", Role.EDITOR);
        String list = "/administrators/" + personId("eve") + "/tokens";
        Matcher form = Pattern.compile(list + "/[0-9a-v]{26}/revoke")
                .matcher(ada.get(list).body());
        assertThat(form.find()).isTrue();

        assertThat(eve.get(list).status()).isEqualTo(403);
        assertThat(eve.post(form.group(), Map.of()).status()).isEqualTo(403);
        assertThat(PersonalTokenForms.status(root, token)).isEqualTo(200);
        assertThat(ada.post(form.group(), Map.of()).status()).isEqualTo(303);
        assertThat(PersonalTokenForms.status(root, token)).isEqualTo(401);
    }

    @Test
    void aTokenIsCreatedWithTheCurrentPasswordOnly() {
        var form = Map.of("/name", "unattended", "/role", "viewer", "/days", "1", "/current", "a wrong password");

        Reply reply = ada.post("/account/tokens", form);

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.body()).contains("The current password is wrong.").doesNotContain("csp_");
    }

    @Test
    void aVisitorFromTheRootHasNoTokensInTheVisitedOrganization() {
        Reply entered = ada.post("/organizations/" + acme.id() + "/enter", Map.of());
        assertThat(entered.status()).as(entered.body()).isIn(200, 303);
        var visitor = new ConsoleVisitor(acme);
        visitor.cookies().putAll(ada.cookies());
        assertThat(visitor.get("/account").body()).contains("ada@root");

        assertThat(visitor.get("/account/tokens").status()).isEqualTo(404);
        assertThat(visitor.post(
                                "/account/tokens",
                                Map.of(
                                        "/name",
                                        "x",
                                        "/role",
                                        "viewer",
                                        "/days",
                                        "1",
                                        "/current",
                                        ConsoleSteps.PASSWORD))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void changesAreOnRecordWithThePersonAndTheTokenAndNothingShowsTheToken() {
        String token = create(ada, "recorded", Role.EDITOR);
        Reply made = send(token, "POST", "/applications", "{\"name\":\"by-token\"}");
        assertThat(made.status()).as(made.body()).isEqualTo(201);

        String id = send(token, "GET", "/me", "").json().at("/token/id").asString();
        JsonNode event = root.api("GET", "/audit-events?correlation_id=" + made.header("X-Correlation-Id"), Map.of())
                .json()
                .at("/items/0");
        assertThat(event.path("actor").asString()).isEqualTo("ada");
        assertThat(event.at("/personal_token/id").asString()).isEqualTo(id);
        assertThat(event.at("/personal_token/name").asString()).isEqualTo("recorded");

        String everything = root.api("GET", "/audit-events?limit=200", Map.of()).body()
                + root.api("GET", "/notices", Map.of()).body()
                + ada.get("/account/tokens").body()
                + ada.get("/activity").body()
                + server.output();
        assertThat(ISSUED).contains(token);
        for (String issued : ISSUED) {
            assertThat(everything)
                    .doesNotContain(
                            issued,
                            issued.substring(4, 40),
                            Sha256.ofUtf8(issued).hex());
        }
    }

    private static String create(ConsoleVisitor visitor, String name, Role role) {
        String token = PersonalTokenForms.create(visitor, name, role.word());
        ISSUED.add(token);
        return token;
    }

    private static Reply send(String token, String method, String path, String body) {
        return PersonalTokenForms.send(root, token, method, path, body);
    }

    private static String personId(String username) {
        Matcher person = PERSON.matcher(ada.get("/administrators").body());
        while (person.find()) {
            if (person.group(2).equals(username)) {
                return person.group(1);
            }
        }
        throw new AssertionError("there is no " + username);
    }
}
