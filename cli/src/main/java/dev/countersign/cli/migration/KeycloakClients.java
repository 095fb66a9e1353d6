package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The clients of a realm that may use the JWT authorization grant. */
final class KeycloakClients {
    private static final String GRANT = "oauth2.jwt.authorization.grant.";
    private static final String LIST_SEPARATOR = "##";
    private static final String LIGHTWEIGHT = "client.use.lightweight.access.token.enabled";

    /** Client scopes that every realm has, about users and their sessions. */
    private static final Set<String> BUILT_IN_SCOPES =
            Set.of("roles", "web-origins", "acr", "basic", "microprofile-jwt", "service_account", "organization");

    private static final String[] OF_SIGN_IN = {
        "id",
        "description",
        "rootUrl",
        "adminUrl",
        "baseUrl",
        "surrogateAuthRequired",
        "alwaysDisplayInConsole",
        "redirectUris",
        "webOrigins",
        "notBefore",
        "consentRequired",
        "frontchannelLogout",
        "fullScopeAllowed",
        "nodeReRegistrationTimeout",
        "protocol",
        "authenticationFlowBindingOverrides",
        "access",
        "defaultRoles",
        "registeredNodes",
        "registrationAccessToken",
        "authorizationServicesEnabled",
        "origin",
        "type"
    };

    private static final String[] ATTRIBUTES_OF_SIGN_IN = {
        "post.logout.redirect.uris",
        "backchannel.logout.url",
        "backchannel.logout.session.required",
        "backchannel.logout.revoke.offline.tokens",
        "frontchannel.logout.url",
        "frontchannel.logout.session.required",
        "display.on.consent.screen",
        "consent.screen.text",
        "login_theme",
        "acr.loa.map",
        "minimum.acr.value",
        "default.acr.values",
        "client.session.idle.timeout",
        "client.session.max.lifespan",
        "pkce.code.challenge.method",
        "client.offline.session.idle.timeout",
        "client.offline.session.max.lifespan",
        "require.pushed.authorization.requests",
        "request.uris",
        "request.object.required",
        "request.object.signature.alg",
        "request.object.encryption.alg",
        "request.object.encryption.enc",
        "id.token.signed.response.alg",
        "id.token.encrypted.response.alg",
        "id.token.encrypted.response.enc",
        "id.token.as.detached.signature",
        "user.info.response.signature.alg",
        "user.info.encrypted.response.alg",
        "user.info.encrypted.response.enc",
        "authorization.signed.response.alg",
        "authorization.encrypted.response.alg",
        "authorization.encrypted.response.enc",
        "exclude.session.state.from.auth.response",
        "exclude.issuer.from.auth.response",
        "oidc.ciba.grant.enabled",
        "ciba.backchannel.token.delivery.mode",
        "ciba.backchannel.auth.request.signing.alg",
        "oauth2.device.authorization.grant.enabled",
        "oauth2.device.code.lifespan",
        "oauth2.device.polling.interval",
        "client.secret.creation.time",
        "client_credentials.use_refresh_token",
        "use.refresh.tokens",
        "realm_client",
        "logoUri",
        "policyUri",
        "tosUri",
        "token.response.type.bearer.lower-case",
        "access.token.header.type.rfc9068",
        "use.jwks.url",
        "use.jwks.string",
        "security.admin.console",
        "dpop.bound.access.tokens.mode",
        "client.use.lightweight.access.token.enabled",
        "standard.token.exchange.enableRefreshRequestedTokenType",
        "saml.assertion.signature",
        "saml.encrypt",
        "saml.server.signature",
        "saml.authnstatement",
        "saml.client.signature",
        "saml_name_id_format",
        "client.introspection.response.allow.jwt.claim.enabled"
    };

    private final KeycloakProduct.Realm realm;
    private final Migration migration;
    private final Map<String, String> issuers;
    private final Map<String, ForeignRecord> scopes = new HashMap<>();

    /**
     * Reads clients.
     *
     * @param issuers the names in the trust file, by the aliases of the identity providers that are in it
     */
    KeycloakClients(KeycloakProduct.Realm realm, Migration migration, Map<String, String> issuers) {
        this.realm = realm;
        this.migration = migration;
        this.issuers = issuers;
    }

    void read() throws CallFailedException {
        for (ObjectNode scope : realm.scopes()) {
            String name = scope.path("name").asString("");
            scopes.put(name, ForeignRecord.of("client scope \"%s\"".formatted(name), scope));
        }
        var others = new ArrayList<String>();
        for (ObjectNode client : realm.clients()) {
            String clientId = client.path("clientId").asString("");
            var record = ForeignRecord.of("client \"%s\"".formatted(clientId), client);
            Optional<ForeignRecord> attributes = record.part("attributes");
            if (attributes.isPresent() && attributes.get().flag(false, GRANT + "enabled")) {
                read(record, attributes.get());
            } else {
                others.add(clientId);
            }
        }
        if (!others.isEmpty()) {
            migration
                    .report()
                    .add(
                            Fate.LEFT_OUT,
                            "clients",
                            "",
                            "They do not use this grant: %s.".formatted(String.join(", ", others)));
        }
    }

    private void read(ForeignRecord record, ForeignRecord attributes) throws CallFailedException {
        String clientId = record.text("clientId").orElseThrow(() -> record.malformed("clientId", "is required"));
        String name = record.text("name").filter(text -> !text.startsWith("${")).orElse(clientId);
        var draft = new ApplicationDraft(migration, record.label(), name, "clientId", clientId);
        draft.enabled("enabled", record.flag(true, "enabled"));
        if (!realm.enabled()) {
            draft.enabled("realm.enabled", false);
        }
        if (record.flag(false, "bearerOnly")) {
            draft.enabled("bearerOnly", false);
            draft.differs(
                    "bearerOnly", "Keycloak issues no tokens to such a client. It is written with enabled: false.");
        }
        record.ignoring(OF_SIGN_IN);
        attributes.ignoring(ATTRIBUTES_OF_SIGN_IN);
        authentication(draft, record, attributes);
        grants(draft, record, attributes);
        trusted(draft, attributes);
        tokens(draft, attributes);
        scopes(draft, record, new KeycloakMappers(migration, attributes.flag(false, LIGHTWEIGHT)));
        draft.unknown(record);
        draft.finish();
    }

    private static void authentication(ApplicationDraft draft, ForeignRecord record, ForeignRecord attributes)
            throws CallFailedException {
        Optional<String> secret = record.text("secret");
        String type = record.text("clientAuthenticatorType").orElse("client-secret");
        Optional<String> algorithm = attributes.text("token.endpoint.auth.signing.alg");
        Optional<String> url = attributes.text("jwks.url");
        Optional<JsonNode> set = attributes.text("jwks.string").flatMap(KeycloakClients::json);
        Optional<String> subject = attributes.text("x509.subjectdn");
        boolean isPattern = attributes.flag(false, "x509.allow.regex.pattern.comparison");
        boolean isPublic = record.flag(false, "publicClient");
        if (isPublic) {
            draft.drop("publicClient", "Keycloak refuses the grant to a client without credentials.");
        }
        switch (type) {
            case "client-secret" -> {
                draft.secret("client_secret_basic", "secret", secret);
                draft.differs(
                        "clientAuthenticatorType",
                        "Keycloak takes the secret from the Authorization header or the form. Here it is"
                                + " token_endpoint_auth_method, client_secret_basic, which is the header.");
                expiry(draft, attributes);
            }
            case "client-jwt" -> draft.signing("attributes.jwks.url", url, set, algorithm);
            case "client-x509" -> {
                if (subject.isEmpty() || isPattern) {
                    draft.drop("attributes.x509.subjectdn", "Subjects of certificates are compared as a whole here.");
                } else {
                    draft.certificateSubject("attributes.x509.subjectdn", subject.get());
                }
            }
            default ->
                draft.drop(
                        "clientAuthenticatorType",
                        "The authentication with %s is not supported; use private_key_jwt or a secret."
                                .formatted(type));
        }
        attributes.ignoring(
                "jwt.credential.certificate", "jwt.credential.kid", "x509.subjectdn", "client.secret.rotated");
    }

    private static void expiry(ApplicationDraft draft, ForeignRecord attributes) throws CallFailedException {
        if (attributes.number("client.secret.expiration.time").orElse(0L) > 0) {
            draft.undecided(
                    "attributes.client.secret.expiration.time",
                    "The secret expires there. A secret that is applied from a file does not.");
        }
        if (attributes.has("client.secret.rotated")) {
            draft.undecided(
                    "attributes.client.secret.rotated",
                    "The previous secret, which is still valid there, is not carried.");
        }
        attributes.ignoring("client.secret.rotated.creation.time", "client.secret.rotated.expiration.time");
    }

    private static void grants(ApplicationDraft draft, ForeignRecord record, ForeignRecord attributes)
            throws CallFailedException {
        var grants = new ArrayList<>(List.of(ApplicationDraft.JWT_BEARER));
        if (record.flag(false, "serviceAccountsEnabled")) {
            grants.add("client_credentials");
        }
        if (record.flag(false, "standardFlowEnabled")) {
            grants.add("authorization_code");
        }
        if (record.flag(false, "implicitFlowEnabled")) {
            grants.add("implicit");
        }
        if (record.flag(false, "directAccessGrantsEnabled")) {
            grants.add("password");
        }
        if (attributes.flag(false, "standard.token.exchange.enabled")) {
            grants.add(ApplicationDraft.TOKEN_EXCHANGE);
        }
        draft.grants("attributes." + GRANT + "enabled", grants);
    }

    private void trusted(ApplicationDraft draft, ForeignRecord attributes) throws CallFailedException {
        String member = GRANT + "idp";
        var names = new ArrayList<String>();
        for (String alias : attributes.text(member).orElse("").split(LIST_SEPARATOR, -1)) {
            String name = issuers.get(alias);
            if (name != null) {
                names.add(name);
            } else if (!alias.isBlank()) {
                draft.undecided(
                        "attributes." + member,
                        "The identity provider \"%s\" is not in the trust file.".formatted(alias));
            }
        }
        draft.carry("attributes." + member, "trusted_token_issuers", names);
        if (attributes.has(GRANT + "audience")) {
            draft.undecided(
                    "attributes." + GRANT + "audience",
                    "Accepted values of aud belong to issuers here: alias and audiences.");
        }
    }

    private void tokens(ApplicationDraft draft, ForeignRecord attributes) throws CallFailedException {
        Optional<Long> own = attributes.number("access.token.lifespan").filter(seconds -> seconds > 0);
        Optional<Long> lifetime = own.or(realm::lifetime);
        if (lifetime.isPresent()) {
            draft.lifetime(
                    own.isPresent() ? "attributes.access.token.lifespan" : "realm.accessTokenLifespan", lifetime.get());
        }
        Optional<String> algorithm = attributes.text("access.token.signed.response.alg");
        if (algorithm.filter(Set.of("RS256", "ES256", "EdDSA")::contains).isPresent()) {
            draft.carry("attributes.access.token.signed.response.alg", "access_token.signing_alg", algorithm.get());
        } else if (algorithm.isPresent()) {
            draft.undecided(
                    "attributes.access.token.signed.response.alg",
                    "Access tokens are not signed with %s here, but with RS256, ES256 or EdDSA."
                            .formatted(algorithm.get()));
        }
        if (attributes.flag(false, "tls.client.certificate.bound.access.tokens")) {
            draft.carry(
                    "attributes.tls.client.certificate.bound.access.tokens",
                    "tls_client_certificate_bound_access_tokens",
                    true);
        }
        if (attributes.flag(false, "dpop.bound.access.tokens")) {
            draft.carry("attributes.dpop.bound.access.tokens", "dpop_bound_access_tokens", true);
        }
    }

    private void scopes(ApplicationDraft draft, ForeignRecord record, KeycloakMappers mappers)
            throws CallFailedException {
        List<String> byDefault = ofToken(record.texts("defaultClientScopes"));
        List<String> onDemand = ofToken(record.texts("optionalClientScopes"));
        var all = new ArrayList<>(byDefault);
        all.addAll(onDemand);
        draft.scopes("defaultClientScopes and optionalClientScopes", all, byDefault);
        var audiences = new ArrayList<>(mappers.audiences(draft, "protocolMappers", record));
        for (String name : byDefault) {
            if (scopes.containsKey(name)) {
                audiences.addAll(mappers.audiences(draft, "client scope \"%s\"".formatted(name), scopes.get(name)));
            }
        }
        for (String name : onDemand) {
            if (scopes.containsKey(name)) {
                mappers.reportOnDemand(draft, "client scope \"%s\"".formatted(name), scopes.get(name));
            }
        }
        draft.audiences("protocolMappers", audiences);
    }

    /** The scopes that a token names, without those that every realm has. */
    private List<String> ofToken(List<String> names) throws CallFailedException {
        var shown = new ArrayList<String>();
        for (String name : names) {
            Optional<ForeignRecord> attributes =
                    scopes.containsKey(name) ? scopes.get(name).part("attributes") : Optional.empty();
            boolean isInToken = attributes.isEmpty() || attributes.get().flag(true, "include.in.token.scope");
            if (isInToken && !BUILT_IN_SCOPES.contains(name)) {
                shown.add(name);
            }
        }
        return shown;
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(RemoteJson.readObject(text.getBytes(StandardCharsets.UTF_8)));
        } catch (RemoteJson.UnreadableException malformed) {
            return Optional.empty();
        }
    }
}
