package dev.countersign.server.management;

import dev.countersign.core.jose.Algorithm;
import dev.countersign.core.jose.JsonNull;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.trust.ScopeClaim;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.PresetUse;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A trusted token issuer as JSON: what the API answers, what a merge patch is merged into, what the audit keeps. */
public final class IssuerDocument {
    private IssuerDocument() {}

    /** Every member, in the order in which they are documented. */
    public static Map<String, Object> of(TrustedIssuer issuer) {
        var document = new LinkedHashMap<String, Object>();
        document.put("id", issuer.id().value());
        document.put("name", issuer.name());
        document.put("description", issuer.description());
        document.put("enabled", issuer.enabled());
        document.put("issuer", issuer.issuer().value());
        document.put("alias", JsonValues.orNull(issuer.alias().map(Audience::value)));
        document.put(
                "audiences", issuer.audiences().stream().map(Audience::value).toList());
        document.put("keys", keys(issuer.keys()));
        document.put(
                "algorithms",
                issuer.algorithms().stream().sorted().map(Algorithm::value).toList());
        document.put("audience", Map.of("single", issuer.singleAudience()));
        document.put("clock_skew_seconds", issuer.clockSkew().toSeconds());
        document.put("max_lifetime_seconds", issuer.maxLifetime().toSeconds());
        document.put("iat", issuedAt(issuer.issuedAt()));
        document.put(
                "replay",
                JsonValues.object(
                        "require_jti", issuer.replay().requireJti(),
                        "allow_reuse", issuer.replay().allowReuse()));
        document.put("types", issuer.types());
        document.put("subject", subject(issuer.subject()));
        document.put("conditions", issuer.conditions());
        document.put(
                "claims",
                issuer.claims().stream()
                        .map(claim -> JsonValues.object("from", claim.from(), "to", claim.to()))
                        .toList());
        document.put(
                "scopes",
                JsonValues.orNull(issuer.scopes().map(ScopeSet::tokens).map(List::copyOf)));
        document.put("scope_claim", JsonValues.orNull(issuer.scopeClaim().map(ScopeClaim::value)));
        document.put("bound_by_assertion", issuer.boundByAssertion());
        document.put("preset", JsonValues.orNull(issuer.preset().map(PresetUse::name)));
        document.put(
                "preset_parameters",
                JsonValues.orNull(issuer.preset().map(PresetUse::parameters).map(TreeMap::new)));
        document.put("allow_any_tenant", issuer.allowAnyTenant());
        document.put("created_at", issuer.createdAt().toString());
        document.put("updated_at", issuer.updatedAt().toString());
        return document;
    }

    private static Map<String, Object> issuedAt(IssuedAtRule rule) {
        Map<String, Object> members = JsonValues.object(
                "validate",
                JsonValues.orNull(rule.validate()),
                "validity_minutes",
                JsonValues.orNull(rule.validity().map(Duration::toMinutes)));
        members.put("require", rule.require());
        return members;
    }

    private static Map<String, Object> keys(KeySource keys) {
        return switch (keys) {
            case KeySource.JwksUrl(var url) -> Map.of("jwks_url", url.toString());
            case KeySource.Certificates(var pem) -> Map.of("certificates", pem);
            case KeySource.InlineJwkSet(var json) -> Map.of("jwks", JsonValues.parsed(json));
        };
    }

    private static Map<String, Object> subject(SubjectMapping subject) {
        return switch (subject) {
            case SubjectMapping.IssuerScoped() ->
                JsonValues.object("mapping", PolicyMembers.ISSUER_SCOPED, "claim", JsonNull.NULL);
            case SubjectMapping.AsIs() -> JsonValues.object("mapping", PolicyMembers.AS_IS, "claim", JsonNull.NULL);
            case SubjectMapping.FromClaim(var claim) ->
                JsonValues.object("mapping", PolicyMembers.CLAIM, "claim", claim);
        };
    }
}
