package dev.countersign.server.admin;

import dev.countersign.server.admin.Endpoint.Body;
import dev.countersign.server.management.RevokeTokens;
import java.util.List;
import java.util.Map;

/** Where all access tokens of an issuer, an application or a subject are revoked at once. */
final class TokenRevocationResource {
    private final RevokeTokens tokens;

    TokenRevocationResource(RevokeTokens tokens) {
        this.tokens = tokens;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.post(
                "/token-revocations",
                Body.JSON,
                call -> Problems.answer(
                        tokens.revoke(call.administrator(), call.body()),
                        count -> Answer.ok(Map.of("revoked", count)))));
    }
}
