package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.core.jose.jwk.PublicKeyText;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The identity providers of a realm whose tokens are accepted as authorization grants. */
final class KeycloakIssuers {
    private static final String GRANT = "jwtAuthorizationGrant";
    private static final String KEY = "publicKeySignatureVerifier";
    private static final long DEFAULT_MAX_LIFETIME = 300;

    /** Members about the sign-in of users through the provider, and about the profile of its users. */
    private static final String[] OF_SIGN_IN = {
        "internalId", "displayName", "updateProfileFirstLoginMode", "trustEmail", "storeToken",
        "addReadTokenRoleOnCreate", "authenticateByDefault", "linkOnly", "hideOnLogin", "firstBrokerLoginFlowAlias",
        "postBrokerLoginFlowAlias", "organizationId", "updateProfileFirstLogin", "types"
    };

    private static final String[] CONFIG_OF_SIGN_IN = {
        "clientId",
        "clientSecret",
        "clientAuthMethod",
        "clientAssertionSigningAlg",
        "clientAssertionAudience",
        "authorizationUrl",
        "tokenUrl",
        "userInfoUrl",
        "logoutUrl",
        "metadataDescriptorUrl",
        "tokenIntrospectionUrl",
        "defaultScope",
        "syncMode",
        "guiOrder",
        "prompt",
        "loginHint",
        "uiLocales",
        "backchannelSupported",
        "disableUserInfo",
        "disableNonce",
        "pkceEnabled",
        "pkceMethod",
        "passMaxAge",
        "acceptsPromptNoneForwardFromClient",
        "hideOnLoginPage",
        "sendClientIdOnLogout",
        "sendIdTokenOnLogout",
        "isAccessTokenJWT",
        "allowedClockSkew",
        "forwardParameters",
        "showInAccountConsole",
        "caseSensitiveOriginalUsername",
        "doNotStoreUsers",
        "useDiscoveryEndpoint",
        "discoveryEndpoint",
        "jwtX509HeadersEnabled",
        "disableTypeClaimCheck",
        "supportsClientAssertions",
        "supportsClientAssertionReuse",
        "allowClientIdAsAudience",
        "minValidityToken",
        "hostedDomain",
        "userIp",
        "offlineAccess",
        "requiresShortStateParameter",
        "autoUpdate"
    };

    private final KeycloakProduct.Realm realm;
    private final Migration migration;
    private final Map<String, String> carried = new HashMap<>();

    KeycloakIssuers(KeycloakProduct.Realm realm, Migration migration) {
        this.realm = realm;
        this.migration = migration;
    }

    /** Reads them; returns the names in the trust file, by the aliases. */
    Map<String, String> read() throws CallFailedException {
        for (ObjectNode provider : realm.providers()) {
            String alias = provider.path("alias").asString("");
            var record = ForeignRecord.of("identity provider \"%s\"".formatted(alias), provider);
            Optional<ForeignRecord> config = record.part("config");
            if (config.isPresent() && config.get().flag(false, GRANT + "Enabled")) {
                read(record, config.get());
            } else {
                migration
                        .report()
                        .add(Fate.LEFT_OUT, record.label(), "", "It is for the sign-in of users, not for this grant.");
            }
        }
        return carried;
    }

    private void read(ForeignRecord record, ForeignRecord config) throws CallFailedException {
        String alias = record.text("alias").orElseThrow(() -> record.malformed("alias", "is required"));
        String issuer = config.text("issuer").orElseThrow(() -> config.malformed("issuer", "is required"));
        var draft = new MigratedIssuer(migration, record.label(), alias, "config.issuer", issuer);
        draft.enabled("enabled", record.flag(true, "enabled"));
        if (!realm.enabled()) {
            draft.enabled("realm.enabled", false);
        }
        for (String member : realm.policies()) {
            draft.enabled("realm." + member, false);
        }
        record.ignoring(OF_SIGN_IN).ignoring("providerId");
        config.ignoring(CONFIG_OF_SIGN_IN);
        keys(draft, config);
        rules(draft, config);
        subject(draft, alias);
        if (config.flag(false, "filteredByClaim")) {
            draft.disable(
                    "config.claimFilterName",
                    "Keycloak accepts tokens with a matching claim alone. Add the rule to conditions.");
        }
        config.ignoring("claimFilterName", "claimFilterValue");
        draft.unknown(record);
        if (draft.finish()) {
            carried.put(alias, draft.name());
        }
    }

    private void keys(MigratedIssuer draft, ForeignRecord config) throws CallFailedException {
        boolean isFetched = config.flag(false, "useJwksUrl");
        Optional<String> url = config.text("jwksUrl");
        Optional<String> key = config.text(KEY);
        Optional<String> kid = config.text(KEY + "KeyId");
        if (!config.flag(true, "validateSignature")) {
            draft.differs("config.validateSignature", "The signature is always verified here.");
        }
        if (url.isPresent() && (isFetched || key.isEmpty())) {
            draft.jwksUrl("config.jwksUrl", url.get());
        } else if (key.isPresent() && key.get().contains("BEGIN CERTIFICATE")) {
            draft.certificates("config." + KEY, List.of(key.get()));
        } else if (key.isPresent()) {
            fixedKey(draft, key.get(), kid);
        }
        boolean isCarried = url.isPresent() || key.isPresent();
        if (isCarried && (isFetched ? url.isEmpty() : key.isEmpty())) {
            draft.disable(
                    "config.useJwksUrl",
                    "Keycloak does not use this %s, and has no other key.".formatted(isFetched ? "key" : "JWKS URL"));
        }
    }

    private static void fixedKey(MigratedIssuer draft, String text, Optional<String> kid) {
        ArrayNode keys = RemoteJson.array();
        if (text.startsWith("{")) {
            jwks(text).forEach(keys::add);
        } else {
            PublicKeyText.jwk(text).ifPresent(jwk -> keys.add(jwk(jwk, kid)));
            if (kid.isEmpty()) {
                draft.differs(
                        "config." + KEY,
                        "The key has no key ID. An assertion with a kid in its header is refused until the key has the same"
                                + " kid.");
            }
        }
        if (keys.isEmpty()) {
            draft.drop("config." + KEY, "The key cannot be read.");
        } else {
            draft.jwks("config." + KEY, keys);
        }
    }

    private static JsonNode jwks(String text) {
        try {
            JsonNode set = RemoteJson.read(text.getBytes(StandardCharsets.UTF_8));
            return set.has("keys") ? set.path("keys") : RemoteJson.array().add(set);
        } catch (RemoteJson.UnreadableException malformed) {
            return RemoteJson.array();
        }
    }

    private static ObjectNode jwk(Map<String, Object> members, Optional<String> kid) {
        ObjectNode jwk = RemoteJson.object();
        members.forEach((name, value) -> jwk.put(name, value.toString()));
        kid.ifPresent(id -> jwk.put("kid", id));
        return jwk;
    }

    private void rules(MigratedIssuer draft, ForeignRecord config) throws CallFailedException {
        Optional<String> algorithm = config.text(GRANT + "AssertionSignatureAlg");
        if (algorithm.isPresent()) {
            draft.algorithms("config." + GRANT + "AssertionSignatureAlg", List.of(algorithm.get()));
        }
        draft.audiences("", List.of());
        if (migration.audiences().isEmpty()) {
            draft.differs(
                    "",
                    "Keycloak accepts the issuer identifier and the token endpoint of the realm as aud. Here they are those of"
                            + " this server; name the others with %s while both are used."
                                    .formatted(ImportCommand.AUDIENCE));
        }
        draft.skew(
                "config." + GRANT + "AllowedClockSkew",
                config.number(GRANT + "AllowedClockSkew").orElse(0L));
        draft.maxLifetime(
                "config." + GRANT + "MaxAllowedAssertionExpiration",
                config.number(GRANT + "MaxAllowedAssertionExpiration").orElse(DEFAULT_MAX_LIFETIME));
        boolean isReusable = config.flag(false, GRANT + "AssertionReuseAllowed");
        draft.carry("config." + GRANT + "AssertionReuseAllowed", "replay.allow_reuse", isReusable);
        draft.set("replay.require_jti", !isReusable);
        if (config.flag(false, GRANT + "LimitAccessTokenExp")) {
            draft.carry("config." + GRANT + "LimitAccessTokenExp", "bound_by_assertion", true);
        }
    }

    /** Keycloak accepts the subjects that are linked to one of its users, which the export has or not. */
    private void subject(MigratedIssuer draft, String alias) throws CallFailedException {
        draft.differs(
                "",
                "The sub of an access token is the Keycloak user to whom the subject of the assertion is linked. Here it is"
                        + " \"%s:\" and the subject of the assertion (subject.mapping: issuer_scoped)."
                                .formatted(draft.name()));
        Set<String> linked = linked(alias);
        if (!realm.hasUsers()) {
            draft.disable(
                    "",
                    "Keycloak accepts the subjects that are linked to its users, and the files have no links. Export the realm"
                            + " with its users, or restrict the subjects with conditions.");
        } else if (linked.isEmpty()) {
            draft.disable("", "No enabled user of the realm is linked to it, so that Keycloak accepts no subject.");
        } else {
            draft.onlySubjects("users.federatedIdentities", linked);
        }
    }

    private Set<String> linked(String alias) throws CallFailedException {
        var linked = new TreeSet<String>();
        for (ObjectNode user : realm.users()) {
            var record = ForeignRecord.of("user", user);
            if (record.flag(true, "enabled")) {
                for (ForeignRecord link : record.list("federatedIdentities")) {
                    if (link.text("identityProvider").filter(alias::equals).isPresent()) {
                        link.text("userId").ifPresent(linked::add);
                    }
                }
            }
        }
        return linked;
    }
}
