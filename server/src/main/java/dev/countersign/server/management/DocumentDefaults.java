package dev.countersign.server.management;

import dev.countersign.core.client.AuthenticationMethod;
import dev.countersign.core.client.RegisteredClient.RefreshTokenSettings;
import dev.countersign.core.jose.json.JsonNull;
import dev.countersign.core.oauth.GrantType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What members are when nobody writes them; a test holds this and the readers together. */
final class DocumentDefaults {
    static final Map<String, Object> ISSUER = issuer();
    static final Map<String, Object> APPLICATION = application();
    static final Map<String, Object> API_RESOURCE = Map.of("description", "", "scopes", List.of());

    private DocumentDefaults() {}

    private static Map<String, Object> issuer() {
        var members = new LinkedHashMap<String, Object>();
        members.put("description", "");
        members.put("enabled", true);
        members.put("alias", JsonNull.NULL);
        members.put("audiences", List.of());
        members.put("algorithms", List.of("RS256", "PS256", "ES256", "EdDSA"));
        members.put("audience", Map.of("single", false));
        members.put("clock_skew_seconds", IssuerReader.DEFAULT_CLOCK_SKEW.toSeconds());
        members.put("max_lifetime_seconds", IssuerReader.DEFAULT_MAX_LIFETIME.toSeconds());
        Map<String, Object> issuedAt = JsonValues.object("validate", JsonNull.NULL, "validity_minutes", JsonNull.NULL);
        issuedAt.put("require", false);
        members.put("iat", issuedAt);
        members.put("replay", JsonValues.object("require_jti", false, "allow_reuse", false));
        members.put("types", List.of());
        members.put("subject", JsonValues.object("mapping", PolicyMembers.ISSUER_SCOPED, "claim", JsonNull.NULL));
        members.put("conditions", List.of());
        members.put("claims", List.of());
        members.put("scopes", JsonNull.NULL);
        members.put("scope_claim", JsonNull.NULL);
        members.put("bound_by_assertion", false);
        members.put("preset", JsonNull.NULL);
        members.put("preset_parameters", JsonNull.NULL);
        members.put("allow_any_tenant", false);
        return members;
    }

    private static Map<String, Object> application() {
        var members = new LinkedHashMap<String, Object>();
        members.put("enabled", true);
        members.put("token_endpoint_auth_method", AuthenticationMethod.CLIENT_SECRET_BASIC.value());
        members.put("token_endpoint_auth_signing_alg", JsonNull.NULL);
        members.put("jwks", JsonNull.NULL);
        members.put("jwks_url", JsonNull.NULL);
        members.put("grant_types", List.of(GrantType.JWT_BEARER.value()));
        members.put("trusted_token_issuers", JsonNull.NULL);
        members.put("scopes", List.of());
        members.put("default_scopes", List.of());
        members.put("audiences", List.of());
        members.put("introspect_audiences", List.of());
        var accessToken = new LinkedHashMap<String, Object>();
        accessToken.put("type", "jwt");
        accessToken.put("lifetime_seconds", ApplicationReader.DEFAULT_LIFETIME.toSeconds());
        accessToken.put("signing_alg", "RS256");
        accessToken.put("typ", "at+jwt");
        members.put("access_token", accessToken);
        members.put(
                "refresh_token",
                JsonValues.object(
                        "enabled",
                        false,
                        "lifetime_seconds",
                        RefreshTokenSettings.NONE.lifetime().toSeconds()));
        return members;
    }
}
