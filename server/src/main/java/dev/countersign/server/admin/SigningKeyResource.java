package dev.countersign.server.admin;

import dev.countersign.core.jose.JsonNull;
import dev.countersign.core.jose.SigningKey;
import dev.countersign.core.token.SigningKeys;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Our signing keys, of which only the public part is ever shown. */
final class SigningKeyResource {
    private static final String COLLECTION = "/signing-keys";

    private final SigningKeys keys;

    SigningKeyResource(SigningKeys keys) {
        this.keys = keys;
    }

    List<Endpoint> endpoints() {
        return List.of(Endpoint.get(
                COLLECTION,
                _ -> Answer.ok(Paging.body(
                        keys.published().stream().map(this::document).toList(), JsonNull.NULL))));
    }

    private Map<String, Object> document(SigningKey key) {
        var document = new LinkedHashMap<String, Object>();
        document.put("kid", key.keyId());
        document.put("alg", key.algorithm().value());
        document.put("state", keys.active(key.algorithm()).equals(key) ? "active" : "published");
        document.put("jwk", key.publicJwk());
        return document;
    }
}
