package dev.countersign.server.management;

import dev.countersign.core.keys.KeySource;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The member {@code keys} of an issuer as JSON: exactly one of a JWKS URL, certificates and a JWK set. */
final class KeySourceMembers {
    private static final String JWKS_URL = "jwks_url";
    private static final String CERTIFICATES = "certificates";
    private static final String JWKS = "jwks";

    static final MemberType<KeySource> ISSUER_KEYS = new MemberType<>(
            (_, _) -> Optional.empty(),
            KeySourceMembers::document,
            new StoredType<>(
                    keys -> Optional.of(stored(keys)),
                    (document, name) -> document.optionalMembers(name).map(KeySourceMembers::ofStored)),
            JsonValues.parsed("""
                    {"type": "object", "description": "Exactly one of the three.", "oneOf": [
                      {"type": "object", "properties": {
                         "jwks_url": {"type": "string", "format": "uri", "maxLength": 2000}},
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
            case KeySource.JwksUrl(URI url) -> Map.of(JWKS_URL, url.toString());
            case KeySource.Certificates(List<String> pem) -> Map.of(CERTIFICATES, pem);
            case KeySource.InlineJwkSet(String json) -> Map.of(JWKS, json);
        };
    }

    private static KeySource ofStored(StoredMembers keys) {
        Optional<KeySource> url = keys.optionalText(JWKS_URL).map(URI::create).map(KeySource.JwksUrl::new);
        Optional<KeySource> certificates = keys.texts(CERTIFICATES).map(KeySource.Certificates::new);
        Optional<KeySource> inline = keys.optionalText(JWKS).map(KeySource.InlineJwkSet::new);
        return StoredMembers.known(url.or(() -> certificates).or(() -> inline), () -> "source of keys");
    }
}
