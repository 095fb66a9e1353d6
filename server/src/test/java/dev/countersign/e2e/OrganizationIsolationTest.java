package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.e2e.ThreeOrganizations.Attack;
import dev.countersign.e2e.WrittenRequests.Reply;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * End-to-end tests that what belongs to one organization is unknown at another: each response is the same as to
 * something that does not exist, and nothing changes where it belongs.
 */
class OrganizationIsolationTest {
    private static final String ATTACKS = "dev.countersign.e2e.ThreeOrganizations#attacks";

    /** Parts of a response that differ between names of different length, and between two moments. */
    private static final String CHANGED = "nobody-|-nobody|stranger-|[0-9]+ characters|[0-9]{4}-[0-9T:.-]+Z";

    @TempDir
    private static Path folder;

    private static ThreeOrganizations three;

    @BeforeAll
    static void start() throws Exception {
        three = new ThreeOrganizations(folder, Map.of());
    }

    @AfterAll
    static void stop() {
        if (three != null) {
            three.close();
        }
    }

    @BeforeEach
    void remember() {
        three.remember();
    }

    @AfterEach
    void nothingHasChanged() {
        three.verifyUnchanged();
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noAccessTokenIsKnownAtAnyOperation(Attack attack) {
        for (var token : three.victim(attack).accessTokens().entrySet()) {
            String never = ThreeOrganizations.unknown(token.getValue());
            for (ApiOperation operation : three.operations()) {
                String path = operation.with(Secrets.generateId());
                Reply reply =
                        bearing(three.target(attack).site(), operation, path, "Bearer " + token.getValue(), Map.of());
                assertThat(reply.shown())
                        .as("%s of %s at %s %s", token.getKey(), attack, operation.method(), path)
                        .isEqualTo(bearing(three.target(attack).site(), operation, path, "Bearer " + never, Map.of())
                                .shown());
                assertThat(reply.status()).isEqualTo(absent(three.target(attack).site(), operation) ? 404 : 401);
            }
        }
    }

    /** The organizations are resources of the root alone. */
    private static boolean absent(OrganizationSite site, ApiOperation operation) {
        return operation.path().startsWith("/organizations") && !site.path().isEmpty();
    }

    private static Reply bearing(
            OrganizationSite site,
            ApiOperation operation,
            String path,
            String authorization,
            Map<String, String> more) {
        var headers = new LinkedHashMap<>(more);
        headers.put("Authorization", authorization);
        headers.put("Content-Type", "application/json");
        return WrittenRequests.send(
                operation.method(), site.url("/api/v1" + path), headers, operation.takesBody() ? "{}" : "");
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noBoundTokenIsKnownAtAnyOperationEvenWithAFreshProof(Attack attack) {
        String token = three.victim(attack).boundToken();
        String never = ThreeOrganizations.unknown(token);
        for (ApiOperation operation : three.operations()) {
            String path = operation.with(Secrets.generateId());
            Reply reply = bearing(
                    three.target(attack).site(),
                    operation,
                    path,
                    "DPoP " + token,
                    proof(three.target(attack).site(), operation, path, token));
            Reply unknown = bearing(
                    three.target(attack).site(),
                    operation,
                    path,
                    "DPoP " + never,
                    proof(three.target(attack).site(), operation, path, never));
            assertThat(reply.shown()).as("%s %s", attack, operation).isEqualTo(unknown.shown());
            assertThat(reply.status()).isEqualTo(absent(three.target(attack).site(), operation) ? 404 : 401);
        }
        Reply own = bearing(
                three.victim(attack).site(),
                new ApiOperation("GET", "/applications"),
                "/applications",
                "DPoP " + token,
                proof(three.victim(attack).site(), new ApiOperation("GET", ""), "/applications", token));
        assertThat(own.status()).as(own.body()).isEqualTo(200);
    }

    private static Map<String, String> proof(OrganizationSite site, ApiOperation operation, String path, String token) {
        return Map.of(
                "DPoP",
                site.proof(operation.method(), "/api/v1" + path).forToken(token).compact());
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noIdIsKnownAtAnyOperation(Attack attack) {
        List<String> ids = three.victim(attack).site().ids(three.operations());
        assertThat(ids).hasSizeGreaterThan(12);
        for (ApiOperation operation : three.operations()) {
            if (!operation.variables().isEmpty() && !absent(three.target(attack).site(), operation)) {
                String body = body(attack, operation);
                String never = Secrets.generateId();
                String unknown = shown(three.target(attack).site(), operation, operation.with(never), body, never);
                for (String id : ids) {
                    assertThat(shown(three.target(attack).site(), operation, operation.with(id), body, id))
                            .as("%s: %s of %s", attack, operation, id)
                            .isEqualTo(unknown);
                }
                if (operation.variables().size() > 1) {
                    partsAreUnknown(attack, operation, ids, body);
                }
            }
        }
    }

    private static void partsAreUnknown(Attack attack, ApiOperation operation, List<String> ids, String body) {
        for (String own : three.target(attack)
                .site()
                .api("GET", operation.collection(), "")
                .json()
                .path("items")
                .findValuesAsString("id")) {
            String never = Secrets.generateId();
            String unknown = shown(three.target(attack).site(), operation, operation.with(own, never), body, never);
            for (String id : ids) {
                assertThat(shown(three.target(attack).site(), operation, operation.with(own, id), body, id))
                        .isEqualTo(unknown);
            }
        }
    }

    private static String shown(OrganizationSite site, ApiOperation operation, String path, String body, String sent) {
        Reply reply = site.api(operation.method(), path, body);
        assertThat(reply.status())
                .as("%s %s: %s", operation.method(), path, reply.body())
                .isEqualTo(404);
        return reply.shown(sent);
    }

    /** A body that would be carried out if the resource were found. */
    private static String body(Attack attack, ApiOperation operation) {
        return switch (operation.method()) {
            case "PUT" ->
                three.victim(attack)
                        .site()
                        .api("GET", operation.collection(), "")
                        .json()
                        .path("items")
                        .path(0)
                        .toString();
            case "PATCH" -> "{\"name\":\"stolen\"}";
            case "POST" -> "{}";
            default -> "";
        };
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noCursorLeadsToWhatIsInAnother(Attack attack) {
        for (ApiOperation operation : three.operations()) {
            if (operation.method().equals("GET") && operation.variables().isEmpty()) {
                Reply first = three.victim(attack).site().api("GET", operation.path() + "?limit=1", "");
                String cursor = first.status() == 200 ? first.text("next_cursor") : "";
                if (!cursor.isEmpty() && !absent(three.target(attack).site(), operation)) {
                    String query = "?limit=200&cursor=" + URLEncoder.encode(cursor, StandardCharsets.UTF_8);
                    Reply page = three.target(attack).site().api("GET", operation.path() + query, "");
                    List<String> foreign = three.victim(attack)
                            .site()
                            .api("GET", operation.path() + "?limit=200", "")
                            .json()
                            .path("items")
                            .findValuesAsString("id");
                    if (!operation.path().equals("/organizations")
                            && !operation.path().equals("/audit-events")) {
                        assertThat(page.json().path("items").findValuesAsString("id"))
                                .as("%s %s", attack, operation)
                                .doesNotContainAnyElementsOf(foreign);
                    }
                    assertThat(page.body())
                            .doesNotContain(three.victim(attack).partner().name());
                }
            }
        }
    }

    /** Names of things of another organization in a body or a query, by the path they are sent to. */
    private static Map<String, String> mentions(OrganizationContents contents, String assertion) {
        var mentions = new LinkedHashMap<String, String>();
        String client = contents.clientId("jwt");
        mentions.put("POST /explain", body(Map.of("assertion", assertion, "client_id", client)));
        mentions.put(
                "POST /blocked-subjects",
                body(Map.of("issuer", contents.partner().name(), "subject", "x")));
        mentions.put("POST /token-revocations", body(Map.of("application", client)));
        mentions.put(
                "POST /token-revocations?",
                body(Map.of("issuer", contents.partner().name())));
        mentions.put(
                "POST /global-token-revocation",
                body(Map.of(
                        "sub_id",
                        Map.of("format", "iss_sub", "iss", contents.partner().issuer(), "sub", "alice"))));
        mentions.put("GET /audit-events?application=" + client, "");
        mentions.put("GET /audit-events?issuer=" + contents.partner().name(), "");
        return mentions;
    }

    private static String body(Map<String, Object> members) {
        return OrganizationSite.json(members);
    }

    @ParameterizedTest
    @MethodSource(ATTACKS)
    void noNameIsKnownToTheRestApi(Attack attack) {
        OrganizationContents victim = three.victim(attack);
        OrganizationSite site = three.target(attack).site();
        String name = victim.partner().name();
        try (var stranger = ThirdParty.start("stranger-" + name)) {
            mentions(victim, victim.partner().assertion(site.issuer())).forEach((request, body) -> {
                String[] parts = request.split(" ");
                String unknown = body.replace(name, "nobody-" + name);
                if (request.contains("/explain")) {
                    unknown = body(Map.of(
                            "assertion",
                            stranger.assertion(site.issuer()),
                            "client_id",
                            victim.clientId("jwt") + "-nobody"));
                }
                String path = parts[1].replace(name, "nobody-" + name);
                assertThat(site.api(parts[0], parts[1], body).shown().replaceAll(CHANGED, ""))
                        .as("%s: %s %s", attack, request, body)
                        .isEqualTo(site.api(parts[0], path, unknown).shown().replaceAll(CHANGED, ""));
            });
        }
    }
}
