package dev.countersign.core.jose.jwk;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.CryptoProvider;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.jose.key.KeyProblem;
import dev.countersign.core.jose.key.KeyReading;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.Label;
import dev.countersign.core.jose.key.VerificationKey;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The reader of JWK sets (RFC 7517 §5). An invalid or unsupported key does not affect the others; it is kept with the
 * reason, for the refusal of a token that names it.
 */
public final class JwkSetReader {
    /** Most keys in a set. */
    static final int MAX_KEYS = 100;

    private JwkSetReader() {}

    /**
     * Reads a set fetched from an issuer.
     *
     * @param json in UTF-8
     */
    public static Parsed<KeySet> read(byte[] json) {
        return read(json, CryptoProvider.choose());
    }

    static Parsed<KeySet> read(byte[] json, CryptoProvider provider) {
        return entries(json)
                .map(entries -> keys(entries, new JwkReader(provider)).keys());
    }

    /** Reads a set that was written by {@link StoredKeySet}. */
    static Parsed<KeySet> readStored(byte[] json) {
        return entries(json)
                .map(entries -> keys(entries, new JwkReader(CryptoProvider.choose(), true))
                        .keys());
    }

    /** Reads a submitted set. Secrets in it are a problem, and so is a set without usable keys. */
    public static KeyReading readInline(String json) {
        return switch (entries(json.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Unreadable(var problem) ->
                new KeyReading(new KeySet(List.of(), List.of()), List.of(new KeyProblem("", problem)), List.of());
            case Parsed.Read(var entries) -> keys(entries, new JwkReader(CryptoProvider.choose()));
        };
    }

    /** The elements of {@code keys}, not checked yet. */
    private static Parsed<List<?>> entries(byte[] json) {
        return switch (StrictJson.readObject(json)) {
            case Parsed.Unreadable(var problem) ->
                new Parsed.Unreadable<>("The JWK set cannot be read: " + problem + ".");
            case Parsed.Read(var members) -> entries(members);
        };
    }

    private static Parsed<List<?>> entries(Map<String, Object> members) {
        if (!(members.get("keys") instanceof List<?> elements)) {
            return new Parsed.Unreadable<>(withoutKeys(members));
        }
        return elements.size() > MAX_KEYS
                ? new Parsed.Unreadable<>("The JWK set has more than %s keys.".formatted(MAX_KEYS))
                : new Parsed.Read<>(elements);
    }

    /** Describes an object without the array {@code keys}. */
    private static String withoutKeys(Map<String, Object> members) {
        if (members.containsKey("kty")) {
            return "This is a single JWK; a JWK set is an object with the array \"keys\".";
        }
        if (members.get("jwks_uri") instanceof String url) {
            return "This is the discovery document of an issuer; its keys are at its jwks_uri, %s."
                    .formatted(Label.of(url));
        }
        return "The JWK set has no array \"keys\".";
    }

    private static KeyReading keys(List<?> elements, JwkReader reader) {
        var usable = new ArrayList<VerificationKey>();
        var ignored = new ArrayList<IgnoredKey>();
        var problems = new ArrayList<KeyProblem>();
        var warnings = new ArrayList<KeyProblem>();
        for (int i = 0; i < elements.size(); i++) {
            var jwk = members(elements.get(i));
            switch (reader.read(jwk)) {
                case JwkReader.Reading.Usable(var key) -> usable.add(key);
                case JwkReader.Reading.Ignored(var member, var kind, var reason) -> {
                    var key = ignored(i, jwk, reason, kind == JwkReader.Kind.SECRET);
                    ignored.add(key);
                    var problem = new KeyProblem(
                            "/keys/%s/%s".formatted(i, member), "The key (%s) %s.".formatted(key.label(), reason));
                    (kind == JwkReader.Kind.SECRET ? problems : warnings).add(problem);
                }
            }
        }
        if (usable.isEmpty()) {
            problems.addAll(warnings);
            warnings.clear();
            problems.add(new KeyProblem("/keys", "The JWK set holds no key that can verify a signature."));
        }
        return new KeyReading(new KeySet(usable, ignored), problems, warnings);
    }

    /**
     * Reads an element that is not an object like a key without members, and a null member like an absent one, which
     * may be optional or required.
     */
    private static Map<String, Object> members(Object element) {
        var members = new HashMap<String, Object>();
        if (element instanceof Map<?, ?> jwk) {
            jwk.forEach((name, value) -> {
                if (value != JsonNull.NULL) {
                    members.put((String) name, value);
                }
            });
        }
        return members;
    }

    private static IgnoredKey ignored(int index, Map<String, Object> jwk, String reason, boolean isSecret) {
        return jwk.get("kid") instanceof String kid
                ? new IgnoredKey(Label.of("kid " + kid), Optional.of(kid), reason, isSecret)
                : new IgnoredKey("key %s".formatted(index + 1), Optional.empty(), reason, isSecret);
    }
}
