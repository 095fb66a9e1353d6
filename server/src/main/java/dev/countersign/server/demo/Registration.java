package dev.countersign.server.demo;

import dev.countersign.core.oauth.GrantType;
import dev.countersign.server.demo.HttpsCaller.Answer;
import java.util.List;
import java.util.Map;

/** What an administrator does once: registers the issuer and the application, through the REST API. */
final class Registration {
    static final String ISSUER = "sample-issuer";
    static final String APPLICATION = "sample-application";

    private final HttpsCaller caller;
    private final String accessToken;

    private Registration(HttpsCaller caller, String accessToken) {
        this.caller = caller;
        this.accessToken = accessToken;
    }

    /** The credentials of the application that was registered. */
    record Application(String clientId, String secret) {
        @Override
        public String toString() {
            return "Application[" + clientId + "]";
        }
    }

    /** A registration by the administrator with these credentials. */
    static Registration by(String clientId, String secret, HttpsCaller caller) throws DemoFailedException {
        var answer = caller.token(
                clientId,
                secret,
                Map.of("grant_type", GrantType.CLIENT_CREDENTIALS.value(), "scope", "admin:read admin:write"));
        return new Registration(caller, text(expect(200, answer, "The administrator's token"), "access_token"));
    }

    void issuer(DemoIssuer issuer) throws DemoFailedException {
        forget("/trusted-token-issuers", ISSUER);
        create(
                "/trusted-token-issuers",
                Map.of(
                        "name", ISSUER,
                        "issuer", issuer.identifier(),
                        "keys", Map.of("jwks_url", issuer.jwksUrl()),
                        "claims", List.of(Map.of("from", "email", "to", "email"))));
    }

    Application application() throws DemoFailedException {
        forget("/applications", APPLICATION);
        var made = create(
                "/applications",
                Map.of(
                        "name", APPLICATION,
                        "grant_types", List.of(GrantType.JWT_BEARER.value()),
                        "scopes", List.of("orders:read", "orders:write"),
                        "default_scopes", List.of("orders:read")));
        return new Application(text(made, "client_id"), text(made, "client_secret"));
    }

    /** A home that served a demonstration before knows the issuer at a port that is gone. */
    private void forget(String path, String name) throws DemoFailedException {
        var found = expect(
                200,
                caller.api(accessToken, "GET", path + "?q=" + HttpsCaller.encode(name), Map.of()),
                "Looking for " + name);
        if (found.json().get("items") instanceof List<?> items) {
            for (Object item : items) {
                if (item instanceof Map<?, ?> members && name.equals(members.get("name"))) {
                    expect(
                            204,
                            caller.api(accessToken, "DELETE", path + "/" + members.get("id") + "?force=true", Map.of()),
                            "Removing the earlier " + name);
                }
            }
        }
    }

    private Answer create(String path, Map<String, ?> body) throws DemoFailedException {
        return expect(201, caller.api(accessToken, "POST", path, body), "Registering " + body.get("name"));
    }

    static Answer expect(int status, Answer answer, String step) throws DemoFailedException {
        if (answer.status() != status) {
            throw new DemoFailedException("%s was answered %s %s".formatted(step, answer.status(), reason(answer)));
        }
        return answer;
    }

    /** The members that say why, and no others: a body may hold a secret. */
    private static String reason(Answer answer) {
        var json = answer.json();
        return "%s %s %s"
                .formatted(
                        json.getOrDefault("error", json.getOrDefault("code", "")),
                        json.getOrDefault("error_description", json.getOrDefault("detail", "")),
                        json.getOrDefault("errors", ""))
                .strip();
    }

    static String text(Answer answer, String member) throws DemoFailedException {
        if (answer.json().get(member) instanceof String text) {
            return text;
        }
        throw new DemoFailedException("The server's answer has no " + member);
    }
}
