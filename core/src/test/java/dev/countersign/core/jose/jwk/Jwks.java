package dev.countersign.core.jose.jwk;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.KeyReading;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.signing.SigningKey;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Valid public JWKs, and modifications that make them invalid. */
public final class Jwks {
    public static final SigningKey RSA = SigningKey.generate(Algorithm.RS256);
    static final SigningKey EC = SigningKey.generate(Algorithm.ES256);
    static final SigningKey ED25519 = SigningKey.generate(Algorithm.EDDSA);

    private Jwks() {}

    public static Map<String, Object> rsa() {
        return of(RSA);
    }

    public static Map<String, Object> ec() {
        return of(EC);
    }

    static Map<String, Object> ed25519() {
        return of(ED25519);
    }

    /** The key with what identifies it only, so that its kind alone says what it may do. */
    private static Map<String, Object> of(SigningKey key) {
        var jwk = new HashMap<>(key.publicJwk());
        jwk.keySet().removeAll(List.of("kid", "use", "alg"));
        return jwk;
    }

    public static Map<String, Object> with(Map<String, Object> jwk, String name, Object value) {
        return changed(jwk, members -> members.put(name, value));
    }

    static Map<String, Object> without(Map<String, Object> jwk, String name) {
        return changed(jwk, members -> members.remove(name));
    }

    private static Map<String, Object> changed(Map<String, Object> jwk, Consumer<Map<String, Object>> change) {
        var members = new HashMap<>(jwk);
        change.accept(members);
        return members;
    }

    static byte[] set(Map<?, ?>... jwks) {
        return JsonText.write(Map.of("keys", List.of(jwks)));
    }

    public static KeySet read(Map<?, ?>... jwks) {
        return switch (JwkSetReader.read(set(jwks))) {
            case Parsed.Read(var keys) -> keys;
            case Parsed.Unreadable(var problem) -> throw new AssertionError(problem);
        };
    }

    static KeyReading readInline(Map<?, ?>... jwks) {
        return JwkSetReader.readInline(new String(set(jwks), StandardCharsets.UTF_8));
    }
}
