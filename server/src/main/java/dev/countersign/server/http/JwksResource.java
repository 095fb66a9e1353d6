package dev.countersign.server.http;

import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.server.transport.Header;
import dev.countersign.server.transport.ServerRequest;
import dev.countersign.server.transport.ServerResponse;
import dev.countersign.server.web.Responses;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * The JWK set with the public parts of the server's signing keys (RFC 7517 §5), generated again only when the keys
 * change.
 */
final class JwksResource {
    private final SigningKeys keys;
    private final Header cacheable;
    private volatile Document document;

    /**
     * @param cache time for which clients may cache it: shorter than the time between publication and first signature
     *     of a key
     */
    JwksResource(SigningKeys keys, Duration cache) {
        this.keys = keys;
        this.cacheable = new Header("Cache-Control", "public, max-age=" + cache.toSeconds());
        this.document = Document.of(keys.published());
    }

    @SuppressWarnings("ArrayRecordComponent") // instances are never compared
    private record Document(List<SigningKey> keys, byte[] json, Header entityTag) {
        static Document of(List<SigningKey> keys) {
            byte[] json = JsonText.write(
                    Map.of("keys", keys.stream().map(SigningKey::publicJwk).toList()));
            String tag = '"' + Sha256.of(json).hex().substring(0, 32) + '"';
            return new Document(List.copyOf(keys), json, new Header("ETag", tag));
        }
    }

    void get(ServerRequest request, ServerResponse response) {
        Document current = current();
        response.header(cacheable).header(current.entityTag());
        if (isKnown(request, current.entityTag().value())) {
            response.status(304).send();
        } else {
            response.header(Responses.JSON).send(current.json());
        }
    }

    private Document current() {
        Document known = document;
        List<SigningKey> published = keys.published();
        if (known.keys().equals(published)) {
            return known;
        }
        Document fresh = Document.of(published);
        document = fresh;
        return fresh;
    }

    /** Whether the caller has the current document already (RFC 9110 §13.1.2). */
    private static boolean isKnown(ServerRequest request, String entityTag) {
        return request.headers().values("If-None-Match").stream()
                .map(String::strip)
                .anyMatch(tag -> tag.equals(entityTag) || tag.equals("W/" + entityTag) || tag.equals("*"));
    }
}
