package dev.countersign.server.registry.keys;

import dev.countersign.core.keys.KeySource;
import dev.countersign.server.registry.field.JsonValues;
import dev.countersign.server.registry.field.MemberType;
import dev.countersign.server.registry.field.Shape;
import dev.countersign.server.registry.field.StoredMembers;
import dev.countersign.server.registry.field.StoredType;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The member {@code keys} of an issuer as JSON: exactly one of a JWKS URL, certificates and a JWK set. */
public final class KeySourceMembers {
    private static final String JWKS_URL = "jwks_url";
    private static final String CERTIFICATES = "certificates";
    private static final String JWKS = "jwks";
    private static final String TRUSTED = "trusted_certificates";
    private static final String TOKEN_FILE = "bearer_token_file";

    /** The type of the member. */
    public static final MemberType<KeySource> ISSUER_KEYS = new MemberType<>(
            (_, _) -> Optional.empty(),
            KeySourceMembers::document,
            new StoredType<>(
                    keys -> Optional.of(stored(keys)),
                    (document, name) -> document.optionalMembers(name).map(KeySourceMembers::ofStored)),
            JsonValues.parsed("""
                    {"type": "object", "description": "Exactly one of the three.", "oneOf": [
                      {"type": "object", "properties": {
                         "jwks_url": {"type": "string", "format": "uri", "maxLength": 2000},
                         "trusted_certificates": {"type": "array", "maxItems": 20, "items":
                           {"type": "string", "maxLength": 65536},
                           "description": "Certificate authorities in PEM that are trusted for this URL only."},
                         "bearer_token_file": {"type": ["string", "null"], "maxLength": 1000,
                           "description": "A file with the bearer token of the request; absolute, or relative to conf."}},
                       "required": ["jwks_url"], "additionalProperties": false},
                      {"type": "object", "properties": {
                         "certificates": {"type": "array", "minItems": 1, "maxItems": 100, "items":
                           {"type": "string", "maxLength": 65536, "description": "A certificate in PEM."}}},
                       "required": ["certificates"], "additionalProperties": false},
                      {"type": "object", "properties": {
                         "jwks": {"type": "object",
                           "properties": {"keys": {"type": "array", "items": {"type": "object"}}},
                           "required": ["keys"], "description": "A JWK set with public keys (RFC 7517 §5)."}},
                       "required": ["jwks"], "additionalProperties": false}]}"""),
            Shape.OBJECT,
            false);

    private KeySourceMembers() {}

    private static Map<String, Object> document(KeySource keys) {
        return keys instanceof KeySource.InlineJwkSet(String json)
                ? Map.of(JWKS, JsonValues.parsed(json))
                : stored(keys);
    }

    private static Map<String, Object> stored(KeySource keys) {
        return switch (keys) {
            case KeySource.JwksUrl(URI url, KeySource.Access access) -> url(url, access);
            case KeySource.Certificates(List<String> pem) -> Map.of(CERTIFICATES, pem);
            case KeySource.InlineJwkSet(String json) -> Map.of(JWKS, json);
        };
    }

    private static Map<String, Object> url(URI url, KeySource.Access access) {
        var members = new LinkedHashMap<String, Object>();
        members.put(JWKS_URL, url.toString());
        if (!access.trustedCertificates().isEmpty()) {
            members.put(TRUSTED, access.trustedCertificates());
        }
        access.bearerTokenFile().ifPresent(file -> members.put(TOKEN_FILE, file));
        return members;
    }

    private static KeySource ofStored(StoredMembers keys) {
        Optional<KeySource> url =
                keys.optionalText(JWKS_URL).map(URI::create).map(at -> new KeySource.JwksUrl(at, access(keys)));
        Optional<KeySource> certificates = keys.texts(CERTIFICATES).map(KeySource.Certificates::new);
        Optional<KeySource> inline = keys.optionalText(JWKS).map(KeySource.InlineJwkSet::new);
        return StoredMembers.known(url.or(() -> certificates).or(() -> inline), () -> "source of keys");
    }

    private static KeySource.Access access(StoredMembers keys) {
        return new KeySource.Access(keys.texts(TRUSTED).orElse(List.of()), keys.optionalText(TOKEN_FILE));
    }
}
