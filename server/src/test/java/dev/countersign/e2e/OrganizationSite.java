package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.fixtures.SampleProof;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.e2e.WrittenRequests.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** An organization of a running server, as its administrator and its applications see it. */
final class OrganizationSite {
    static final String SECRET = "a-secret-of-an-application-in-an-organization";

    private final String origin;
    private final String path;
    private final String issuer;
    private final String adminSecret;
    private final String id;
    private final String administratorLink;
    private String adminToken = "";

    private OrganizationSite(
            String origin, String path, String issuer, String adminSecret, String id, String administratorLink) {
        this.origin = origin;
        this.path = path;
        this.issuer = issuer;
        this.adminSecret = adminSecret;
        this.id = id;
        this.administratorLink = administratorLink;
    }

    /** The root organization. */
    static OrganizationSite root(ServerProcess server) {
        return root(server, server.issuer());
    }

    static OrganizationSite root(ServerProcess server, String issuer) {
        return new OrganizationSite(server.plainOrigin(), "", issuer, ServerProcess.ADMIN_SECRET, "", "");
    }

    /** Creates an organization under this one, which is the root; all have the same client id of an administrator. */
    OrganizationSite create(String slug) {
        String secret = slug + "-" + SECRET;
        Reply made = api(
                "POST",
                "/organizations",
                Map.of(
                        "slug",
                        slug,
                        "name",
                        "Organization " + slug,
                        "bootstrap_client",
                        Map.of("client_id", ServerProcess.ADMIN_ID, "client_secret", secret)));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return new OrganizationSite(
                origin, "/t/" + slug, issuer + "/t/" + slug, secret, made.text("id"), made.text("administrator_link"));
    }

    /** The same organization at another node. */
    OrganizationSite at(ServerProcess node) {
        return new OrganizationSite(node.plainOrigin(), path, issuer, adminSecret, id, administratorLink);
    }

    String path() {
        return path;
    }

    String issuer() {
        return issuer;
    }

    /** The id among the organizations. */
    String id() {
        return id;
    }

    String slug() {
        return path.replace("/t/", "");
    }

    /** The one-time link as it was answered. */
    String administratorLink() {
        return administratorLink;
    }

    String url(String below) {
        return origin + path + below;
    }

    /** The same path of another organization. */
    String published(String below) {
        return issuer + below;
    }

    /** A token of the administrator, the same until the end. */
    String adminToken() {
        if (adminToken.isEmpty()) {
            Reply answer = token(ServerProcess.ADMIN_ID, adminSecret, Map.of("grant_type", "client_credentials"));
            assertThat(answer.status()).as(answer.body()).isEqualTo(200);
            adminToken = answer.text("access_token");
        }
        return adminToken;
    }

    String adminSecret() {
        return adminSecret;
    }

    Reply api(String method, String below, Map<String, Object> body) {
        return api(method, below, body.isEmpty() ? "" : json(body));
    }

    Reply api(String method, String below, String body) {
        return WrittenRequests.send(
                method,
                url("/api/v1" + below),
                Map.of(
                        "Authorization",
                        "Bearer " + adminToken(),
                        "Content-Type",
                        method.equals("PATCH") ? "application/merge-patch+json" : "application/json"),
                body);
    }

    /** Creates a resource; its document is in the answer. */
    JsonNode created(String below, Map<String, Object> body) {
        Reply answer = api("POST", below, body);
        assertThat(answer.status()).as(answer.body()).isEqualTo(201);
        return answer.json();
    }

    Reply token(String clientId, String secret, Map<String, String> form) {
        return form("/oauth2/token", WrittenRequests.basic(clientId, secret), form);
    }

    /** A form with this Authorization header, or none. */
    Reply form(String below, String authorization, Map<String, String> form) {
        Map<String, String> headers = new HashMap<>(Map.of("Content-Type", WrittenRequests.FORM));
        if (!authorization.isEmpty()) {
            headers.put("Authorization", authorization);
        }
        return WrittenRequests.send("POST", url(below), headers, WrittenRequests.form(form));
    }

    Reply exchange(String clientId, String secret, String assertion) {
        return token(clientId, secret, Map.of("grant_type", Api.JWT_BEARER, "assertion", assertion));
    }

    /** The response of introspection about a token, to the administrator. */
    Reply introspect(String token) {
        return form("/oauth2/introspect", "Bearer " + adminToken(), Map.of("token", token));
    }

    boolean isActive(String token) {
        return introspect(token).json().path("active").asBoolean(false);
    }

    /** A fresh proof of the sample key for a request to this organization. */
    SampleProof proof(String method, String below) {
        return SampleProof.at(Instant.now())
                .with("jti", Secrets.generateId())
                .with("htm", method)
                .with("htu", issuer + below);
    }

    /** Registers a third party that signs in the name of an issuer. */
    String register(ThirdParty partner, Map<String, Object> more) {
        var members = new LinkedHashMap<String, Object>(Map.of(
                "name", partner.name(),
                "issuer", partner.issuer(),
                "keys", Map.of("jwks_url", partner.jwksUrl()),
                "token_exchange", Map.of("enabled", true),
                "security_events", Map.of("enabled", true, "audience", "urn:events")));
        members.putAll(more);
        return created("/trusted-token-issuers", members).path("id").asString();
    }

    /** Registers an application for all grants; its id. */
    JsonNode registerApplication(String clientId, Map<String, Object> more) {
        var members = new LinkedHashMap<String, Object>(Map.of(
                "name", clientId,
                "client_id", clientId,
                "client_secret", SECRET,
                "grant_types",
                        List.of(
                                "client_credentials",
                                Api.JWT_BEARER,
                                "urn:ietf:params:oauth:grant-type:token-exchange"),
                "scopes", List.of("orders:read"),
                "default_scopes", List.of("orders:read"),
                "refresh_token", Map.of("enabled", true)));
        members.putAll(more);
        members.values().removeIf(""::equals);
        return created("/applications", members);
    }

    /** The addresses of the REST API that list something, and the documents at them; everything that can be read. */
    Map<String, String> documents(List<ApiOperation> operations) {
        var documents = new LinkedHashMap<String, String>();
        for (ApiOperation operation : operations) {
            if (operation.method().equals("GET") && operation.variables().isEmpty()) {
                String more = operation.path().equals("/audit-events") ? "?limit=200" : "";
                documents.put(
                        operation.path(),
                        api("GET", operation.path() + more, "").shown());
            }
        }
        documents.put(
                "/oauth2/jwks",
                WrittenRequests.send("GET", url("/oauth2/jwks"), Map.of(), "").body());
        return documents;
    }

    /** The ids in all lists, of resources and of their parts. */
    List<String> ids(List<ApiOperation> operations) {
        var ids = new ArrayList<String>();
        for (ApiOperation operation : operations) {
            if (operation.method().equals("GET") && operation.variables().isEmpty()) {
                JsonNode items = api("GET", operation.path(), "").json().path("items");
                for (String member : List.of("id", "kid", "correlation_id", "token_id")) {
                    items.findValuesAsString(member).stream().limit(20).forEach(ids::add);
                }
            }
        }
        return ids.stream().distinct().toList();
    }

    static String json(Map<String, Object> body) {
        return new String(JsonText.write(body), StandardCharsets.UTF_8);
    }
}
