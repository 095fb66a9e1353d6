package dev.countersign.server.admin.resource;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.admin.call.Paging;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.signing.RotateSigningKeys;
import dev.countersign.server.signing.SigningKeySchedule;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Endpoints of the server's signing keys, of which only the public part is ever returned. */
public record SigningKeyResource(RotateSigningKeys keys) {
    private static final String COLLECTION = "/signing-keys";

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(COLLECTION, _ -> answer(keys.keys())),
                Endpoint.post(
                                COLLECTION + "/rotate",
                                Body.OPTIONAL,
                                call -> ApiProblems.answer(
                                        keys.rotate(call.administrator(), call.body()), this::answer))
                        .forAdministrators());
    }

    private AdminResponse answer(List<SigningKeySchedule> line) {
        Instant now = keys.now();
        return AdminResponse.ok(
                Paging.body(line.stream().map(key -> document(key, now)).toList(), JsonNull.NULL));
    }

    private static Map<String, Object> document(SigningKeySchedule key, Instant now) {
        var document = new LinkedHashMap<String, Object>();
        document.put("kid", key.key().keyId());
        document.put("alg", key.key().algorithm().value());
        document.put("state", key.state(now).word());
        document.put("created_at", key.createdAt().toString());
        document.put("signs_from", key.signsFrom().toString());
        document.put("signs_until", JsonValues.orNull(key.signsUntil().map(Instant::toString)));
        document.put("published_until", JsonValues.orNull(key.publishedUntil().map(Instant::toString)));
        document.put("jwk", key.key().publicJwk());
        return document;
    }
}
