package dev.countersign.server.admin.resource;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Call;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.TokenInUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Endpoint that says by whose token a request is made, and what the token permits. */
public record CallerResource() {

    public List<Endpoint> endpoints() {
        return List.of(Endpoint.get("/me", CallerResource::describe));
    }

    private static AdminResponse describe(Call call) {
        call.query().allow(Set.of());
        if (!call.query().problems().isEmpty()) {
            return ApiProblems.invalid(call.query().problems());
        }
        Administrator author = call.administrator();
        var document = new LinkedHashMap<String, Object>();
        document.put("kind", author.token().isPresent() ? "person" : "application");
        document.put("name", author.name());
        document.put("role", author.token().<Object>map(TokenInUse::role).orElse(JsonNull.NULL));
        document.put("token", author.token().<Object>map(CallerResource::token).orElse(JsonNull.NULL));
        return AdminResponse.ok(document);
    }

    private static Map<String, Object> token(TokenInUse token) {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", token.label().id());
        document.put("name", token.label().name());
        document.put("expires_at", token.expiresAt().toString());
        return document;
    }
}
