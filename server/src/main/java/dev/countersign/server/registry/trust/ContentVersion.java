package dev.countersign.server.registry.trust;

import dev.countersign.core.client.ClientSecret;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.jose.json.JsonText;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.trust.ApiResource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.registry.kind.ApiResourceFields;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.registry.kind.IssuerFields;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Version of a registered resource: a hash of its content, different after every change and equal on every node. The
 * last use of a secret is excluded, so that a working client does not interfere with an administrator's change.
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
                "secrets",
                application.credentials().secrets().stream()
                        .map(ClientSecret::id)
                        .toList());
        return of(document);
    }

    /** The version of an API resource. */
    public static String of(ApiResource resource) {
        return of(ApiResourceFields.document(resource));
    }

    /** The version of the whole trust configuration and of its owners. */
    public static String of(Trust trust) {
        var all = new ArrayList<String>();
        trust.issuers().forEach(issuer -> all.add(line(trust, issuer.id().value(), of(issuer))));
        trust.applications()
                .forEach(application -> all.add(line(trust, application.id().value(), of(application))));
        trust.apiResources()
                .forEach(resource -> all.add(line(trust, resource.id().value(), of(resource))));
        return of(Map.of("all", all.stream().sorted().toList()));
    }

    private static String line(Trust trust, String id, String version) {
        return "%s %s %s".formatted(id, version, trust.owner(id).orElse(""));
    }

    private static String of(Map<String, Object> document) {
        return Sha256.of(JsonText.write(document)).hex().substring(0, HEX_DIGITS);
    }
}
