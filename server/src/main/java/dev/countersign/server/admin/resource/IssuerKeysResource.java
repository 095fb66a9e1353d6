package dev.countersign.server.admin.resource;

import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.CertificateDetails;
import dev.countersign.core.jose.key.IgnoredKey;
import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.admin.call.AdminResponse;
import dev.countersign.server.admin.call.ApiProblems;
import dev.countersign.server.admin.call.Endpoint;
import dev.countersign.server.admin.call.Endpoint.Body;
import dev.countersign.server.insight.InspectIssuerKeys;
import dev.countersign.server.registry.field.JsonValues;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Endpoint of the keys of a trusted token issuer that are in use. */
public record IssuerKeysResource(InspectIssuerKeys keys) {
    private static final String PATH = IssuerResource.ITEM + "/keys";

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get(
                        PATH,
                        call -> ApiProblems.answer(
                                keys.inspect(new IssuerId(call.id("id"))), IssuerKeysResource::answer)),
                Endpoint.post(
                        PATH + "/refresh",
                        Body.NONE,
                        call -> ApiProblems.answer(
                                keys.refresh(new IssuerId(call.id("id"))), IssuerKeysResource::answer)));
    }

    private static AdminResponse answer(KeysInUse keys) {
        var document = new LinkedHashMap<String, Object>();
        document.put("state", word(keys.standing()));
        document.put("last_fetch_at", time(keys.fetchedAt()));
        document.put("next_fetch_at", time(keys.nextFetch()));
        document.put("last_error", JsonValues.orNull(keys.lastError().map(KeysInUse.FetchError::reason)));
        document.put("last_error_at", time(keys.lastError().map(KeysInUse.FetchError::at)));
        document.put(
                "keys",
                Stream.concat(
                                keys.keys().stream().map(IssuerKeysResource::key),
                                keys.ignored().stream().map(IssuerKeysResource::ignored))
                        .toList());
        return AdminResponse.ok(document);
    }

    private static Map<String, Object> key(KeysInUse.Key key) {
        var document = new LinkedHashMap<String, Object>();
        document.put("label", key.label());
        document.put("kid", JsonValues.orNull(key.keyId()));
        document.put("thumbprint", key.thumbprint());
        document.put("description", key.description());
        document.put(
                "algorithms",
                key.algorithms().stream().sorted().map(Algorithm::value).toList());
        document.put("state", word(key.state()));
        document.put("reason", JsonNull.NULL);
        document.put(
                "certificate",
                key.certificate().<Object>map(IssuerKeysResource::certificate).orElse(JsonNull.NULL));
        document.put("last_used_at", time(key.lastUsed()));
        return document;
    }

    /** A key of the set that is never used, with the same members as the others. */
    private static Map<String, Object> ignored(IgnoredKey key) {
        var document = new LinkedHashMap<String, Object>();
        document.put("label", key.label());
        document.put("kid", JsonValues.orNull(key.keyId()));
        document.put("thumbprint", JsonNull.NULL);
        document.put("description", JsonNull.NULL);
        document.put("algorithms", List.of());
        document.put("state", "ignored");
        document.put("reason", key.reason());
        document.put("certificate", JsonNull.NULL);
        document.put("last_used_at", JsonNull.NULL);
        return document;
    }

    private static Map<String, Object> certificate(CertificateDetails certificate) {
        var document = new LinkedHashMap<String, Object>();
        document.put("subject", certificate.subject());
        document.put("serial", certificate.serial());
        document.put("not_before", certificate.notBefore().toString());
        document.put("not_after", certificate.notAfter().toString());
        return document;
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Object time(Optional<Instant> time) {
        return JsonValues.orNull(time.map(Instant::toString));
    }
}
