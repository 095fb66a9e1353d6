package dev.countersign.server.admin.resource;

import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.insight.RevokeTokens;
import dev.countersign.server.insight.SubjectRevocation;
import java.util.List;
import java.util.Map;

/** Endpoint that revokes all tokens of an issuer, an application or a subject at once. */
public record TokenRevocationResource(RevokeTokens tokens, SubjectRevocation subjects) {

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.post(
                        "/token-revocations",
                        Body.JSON,
                        call -> ApiProblems.answer(
                                tokens.revoke(call.administrator(), call.body()),
                                count -> AdminResponse.ok(Map.of("revoked", count)))),
                Endpoint.post(
                        "/global-token-revocation",
                        Body.JSON,
                        call -> ApiProblems.answer(
                                subjects.revoke(call.administrator(), call.body()), _ -> new AdminResponse.Empty())));
    }
}
