package dev.countersign.server.store;

import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.ClaimMapping;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.PresetUse;
import dev.countersign.core.trust.TrustedIssuer.ReplayRule;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.node.ObjectNode;

/**
 * A trusted token issuer as the JSON text of its column. A member that an older version did not write has the strictest
 * value there is; one that no older version knew means what was so before.
 */
final class StoredIssuer {
    /** Grows when a reader of the form before would misunderstand the new one. */
    private static final int FORM = 1;

    private static final Duration DEFAULT_MAX_LIFETIME = Duration.ofHours(24);

    private StoredIssuer() {}

    static String write(TrustedIssuer issuer) {
        ObjectNode document = ColumnJson.object();
        document.put("form", FORM)
                .put("id", issuer.id().value())
                .put("name", issuer.name())
                .put("description", issuer.description())
                .put("enabled", issuer.enabled())
                .put("issuer", issuer.issuer().value());
        issuer.alias().ifPresent(alias -> document.put("alias", alias.value()));
        ColumnJson.put(document, "audiences", issuer.audiences().stream().map(Audience::value));
        document.set("keys", keys(issuer.keys()));
        ColumnJson.put(
                document,
                "algorithms",
                issuer.algorithms().stream().map(Algorithm::value).sorted());
        document.put("single_audience", issuer.singleAudience())
                .put("clock_skew", issuer.clockSkew().toString())
                .put("max_lifetime", issuer.maxLifetime().toString());
        issuer.issuedAt().validate().ifPresent(validate -> document.put("iat_validate", validate));
        issuer.issuedAt().validity().ifPresent(validity -> document.put("iat_validity", validity.toString()));
        document.put("iat_require", issuer.issuedAt().require());
        document.put("require_jti", issuer.replay().requireJti())
                .put("allow_reuse", issuer.replay().allowReuse());
        ColumnJson.put(document, "types", issuer.types().stream());
        document.set("subject", subject(issuer.subject()));
        ColumnJson.put(document, "conditions", issuer.conditions().stream());
        var claims = document.putArray("claims");
        issuer.claims()
                .forEach(claim -> claims.addObject().put("from", claim.from()).put("to", claim.to()));
        issuer.scopes().ifPresent(scopes -> ColumnJson.put(document, "scopes", scopes.tokens().stream()));
        issuer.scopeClaim().ifPresent(claim -> document.put("scope_claim", claim.value()));
        issuer.preset().ifPresent(preset -> document.set("preset", preset(preset)));
        document.put("bound_by_assertion", issuer.boundByAssertion())
                .put("allow_any_tenant", issuer.allowAnyTenant())
                .put("created_at", issuer.createdAt().toString())
                .put("updated_at", issuer.updatedAt().toString());
        return ColumnJson.write(document);
    }

    /** @throws IllegalArgumentException when the text is no such document, or of a form this version does not know */
    static TrustedIssuer read(String json) {
        StoredMembers document = ColumnJson.document(json, FORM);
        return new TrustedIssuer(
                new IssuerId(document.text("id")),
                document.text("name"),
                document.optionalText("description").orElse(""),
                document.flag("enabled").orElse(false),
                new IssuerIdentifier(document.text("issuer")),
                document.optionalText("alias").map(Audience::new),
                document.texts("audiences").orElse(List.of()).stream()
                        .map(Audience::new)
                        .toList(),
                keys(document.members("keys")),
                document.texts("algorithms").orElse(List.of()).stream()
                        .map(name -> StoredMembers.known(Algorithm.of(name), () -> "algorithm " + name))
                        .collect(Collectors.toSet()),
                document.flag("single_audience").orElse(true),
                document.duration("clock_skew").orElse(Duration.ZERO),
                document.duration("max_lifetime").orElse(DEFAULT_MAX_LIFETIME),
                new IssuedAtRule(
                        document.flag("iat_validate"),
                        document.duration("iat_validity"),
                        document.flag("iat_require").orElse(false)),
                new ReplayRule(
                        document.flag("require_jti").orElse(true),
                        document.flag("allow_reuse").orElse(false)),
                document.texts("types").orElse(List.of()),
                subject(document.members("subject")),
                document.texts("conditions").orElse(List.of()),
                document.elements("claims").orElse(List.of()).stream()
                        .map(StoredMembers::new)
                        .map(claim -> new ClaimMapping(claim.text("from"), claim.text("to")))
                        .toList(),
                document.texts("scopes").map(ScopeSet::of),
                document.optionalText("scope_claim")
                        .map(name -> StoredMembers.known(ScopeClaim.of(name), () -> "scope claim " + name)),
                document.flag("bound_by_assertion").orElse(true),
                document.optionalMembers("preset").map(StoredIssuer::preset),
                document.flag("allow_any_tenant").orElse(false),
                document.instant("created_at"),
                document.instant("updated_at"));
    }

    private static ObjectNode keys(KeySource keys) {
        ObjectNode node = ColumnJson.object();
        switch (keys) {
            case KeySource.JwksUrl(URI url) -> node.put("jwks_url", url.toString());
            case KeySource.Certificates(List<String> pem) -> ColumnJson.put(node, "certificates", pem.stream());
            case KeySource.InlineJwkSet(String json) -> node.put("jwks", json);
        }
        return node;
    }

    private static KeySource keys(StoredMembers keys) {
        Optional<KeySource> url = keys.optionalText("jwks_url").map(text -> new KeySource.JwksUrl(URI.create(text)));
        Optional<KeySource> certificates = keys.texts("certificates").map(KeySource.Certificates::new);
        Optional<KeySource> inline = keys.optionalText("jwks").map(KeySource.InlineJwkSet::new);
        return StoredMembers.known(url.or(() -> certificates).or(() -> inline), () -> "source of keys");
    }

    private static ObjectNode preset(PresetUse preset) {
        ObjectNode node = ColumnJson.object().put("name", preset.name());
        ObjectNode parameters = node.putObject("parameters");
        new TreeMap<>(preset.parameters()).forEach(parameters::put);
        return node;
    }

    private static PresetUse preset(StoredMembers preset) {
        var parameters = new TreeMap<String, String>();
        StoredMembers given = preset.members("parameters");
        given.object().propertyNames().forEach(name -> parameters.put(name, given.text(name)));
        return new PresetUse(preset.text("name"), parameters);
    }

    private static ObjectNode subject(SubjectMapping mapping) {
        return switch (mapping) {
            case SubjectMapping.IssuerScoped() -> ColumnJson.object().put("mapping", "issuer_scoped");
            case SubjectMapping.AsIs() -> ColumnJson.object().put("mapping", "as_is");
            case SubjectMapping.FromClaim(String claim) ->
                ColumnJson.object().put("mapping", "claim").put("claim", claim);
        };
    }

    private static SubjectMapping subject(StoredMembers subject) {
        String mapping = subject.text("mapping");
        return switch (mapping) {
            case "issuer_scoped" -> new SubjectMapping.IssuerScoped();
            case "as_is" -> new SubjectMapping.AsIs();
            case "claim" -> new SubjectMapping.FromClaim(subject.text("claim"));
            default -> throw new IllegalArgumentException("unknown subject mapping " + mapping);
        };
    }
}
