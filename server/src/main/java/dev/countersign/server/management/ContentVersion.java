package dev.countersign.server.management;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The version of a thing: a hash of what it is, so that it is another after every change and the same on every node. When
 * a secret was last used is left out: a client at work must not get in the way of an administrator.
 */
public final class ContentVersion {
    private static final int HEX_DIGITS = 32;

    private ContentVersion() {}

    /** The version of a trusted token issuer. */
    public static String of(TrustedIssuer issuer) {
        return of(IssuerFields.document(issuer));
    }

    /** The version of an application. */
    public static String of(RegisteredClient application) {
        var document = new LinkedHashMap<>(ApplicationFields.document(application));
        document.put(
                "secrets", application.secrets().stream().map(ClientSecret::id).toList());
        return of(document);
    }

    /** The version of an API resource. */
    public static String of(ApiResource resource) {
        return of(ApiResourceFields.document(resource));
    }

    private static String of(Map<String, Object> document) {
        return Sha256.of(JsonText.write(document)).hex().substring(0, HEX_DIGITS);
    }
}
