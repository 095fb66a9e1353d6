package dev.countersign.core.jose.jwk;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.core.jose.key.Base64Url;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.VerificationKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The stored form of a fetched key set: its parsed content rather than the received bytes. A set may contain private
 * keys by mistake, which must not get into the database. The form is a JWK set (RFC 7517 §5) with the public members of
 * each usable key and the hash of its certificate, and the unused keys with their reasons.
 */
public final class StoredKeySet {
    private static final String IGNORED = "ignored";

    private StoredKeySet() {}

    /** The set in UTF-8. */
    public static byte[] write(KeySet set) {
        var members = new LinkedHashMap<String, Object>();
        members.put("keys", set.keys().stream().map(StoredKeySet::jwk).toList());
        members.put(IGNORED, set.ignored().stream().map(StoredKeySet::ignored).toList());
        return JsonText.write(members);
    }

    private static Map<String, Object> jwk(VerificationKey key) {
        Map<String, Object> jwk = new LinkedHashMap<>(key.parameters().members());
        key.keyId().ifPresent(keyId -> jwk.put("kid", keyId));
        if (key.algorithms().size() == 1) {
            jwk.put("alg", key.algorithms().iterator().next().value());
        }
        key.publishedCertificate()
                .ifPresent(hash -> jwk.put(JwkReader.STORED_CERTIFICATE, Base64Url.encode(hash.bytes())));
        return jwk;
    }

    private static Map<String, Object> ignored(IgnoredKey key) {
        var members = new LinkedHashMap<String, Object>();
        members.put("label", key.label());
        key.keyId().ifPresent(keyId -> members.put("kid", keyId));
        members.put("reason", key.reason());
        members.put("secret", key.isSecret());
        return members;
    }

    /** Reads a set, also in the original form stored by earlier versions. Empty when it is not a set. */
    public static Optional<KeySet> read(byte[] json) {
        if (!(JwkSetReader.readStored(json) instanceof Parsed.Read(KeySet read))) {
            return Optional.empty();
        }
        var ignored = new ArrayList<>(read.ignored());
        if (StrictJson.readObject(json) instanceof Parsed.Read(Map<String, Object> members)
                && members.get(IGNORED) instanceof List<?> stored) {
            for (Object element : stored) {
                ignored(element).ifPresent(ignored::add);
            }
        }
        return Optional.of(new KeySet(read.keys(), ignored));
    }

    private static Optional<IgnoredKey> ignored(Object element) {
        return element instanceof Map<?, ?> key
                        && key.get("label") instanceof String label
                        && key.get("reason") instanceof String reason
                ? Optional.of(new IgnoredKey(
                        label,
                        key.get("kid") instanceof String keyId ? Optional.of(keyId) : Optional.empty(),
                        reason,
                        Boolean.TRUE.equals(key.get("secret"))))
                : Optional.empty();
    }
}
