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
    private static final String SCRIPT = "script";
    private static final String AUDIENCE_MAPPER = "oidc-audience-mapper";
    private static final String OF_OTHER_TOKENS = "It changes other tokens than access tokens.";
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

    /** Settings of an audience mapper about the tokens in which the audience is. */
    private static final String[] OF_AUDIENCES = {
        "access.token.claim",
        "id.token.claim",
        "introspection.token.claim",
        "lightweight.claim",
        "userinfo.token.claim",
        "included.client.audience",
        "included.custom.audience"
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
        attributes.ignoring(KeycloakAttributes.OF_SIGN_IN);
        authentication(draft, record, attributes);
        grants(draft, record, attributes);
        trusted(draft, attributes);
        tokens(draft, attributes);
        scopes(draft, record, attributes.flag(false, LIGHTWEIGHT));
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

    private void scopes(ApplicationDraft draft, ForeignRecord record, boolean lightweight) throws CallFailedException {
        List<String> byDefault = ofToken(record.texts("defaultClientScopes"));
        List<String> onDemand = ofToken(record.texts("optionalClientScopes"));
        var all = new ArrayList<>(byDefault);
        all.addAll(onDemand);
        draft.scopes("defaultClientScopes and optionalClientScopes", all, byDefault);
        var audiences = new ArrayList<>(mappers(draft, "protocolMappers", record, lightweight));
        for (String name : byDefault) {
            if (scopes.containsKey(name)) {
                audiences.addAll(mappers(draft, "client scope \"%s\"".formatted(name), scopes.get(name), lightweight));
            }
        }
        for (String name : onDemand) {
            if (scopes.containsKey(name)) {
                onDemand(draft, "client scope \"%s\"".formatted(name), scopes.get(name), lightweight);
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

    /** Reports the audiences of a scope that a request has to name. */
    private static void onDemand(ApplicationDraft draft, String member, ForeignRecord holder, boolean lightweight)
            throws CallFailedException {
        for (ForeignRecord mapper : holder.list("protocolMappers")) {
            if (mapper.text("protocolMapper").orElse("").equals(AUDIENCE_MAPPER)) {
                Optional<String> audience = audience(mapper.part("config"), lightweight);
                audience.ifPresent(added -> draft.differs(
                        member,
                        "It adds the audience %s to tokens with this scope. Here audiences do not depend on scopes; add it to audiences if it is needed."
                                .formatted(added)));
            }
        }
    }

    /** The audience that a mapper adds to access tokens. The custom one counts only if no client is chosen. */
    private static Optional<String> audience(Optional<ForeignRecord> config, boolean lightweight)
            throws CallFailedException {
        return config.isPresent() && config.get().flag(false, setting(lightweight))
                ? config.get().text("included.client.audience", "included.custom.audience")
                : Optional.empty();
    }

    /** The setting by which a mapper changes access tokens. */
    private static String setting(boolean lightweight) {
        return lightweight ? "lightweight.claim" : "access.token.claim";
    }

    /** The audiences that mappers add; what other mappers do is reported. */
    private List<String> mappers(ApplicationDraft draft, String member, ForeignRecord holder, boolean lightweight)
            throws CallFailedException {
        var audiences = new ArrayList<String>();
        for (ForeignRecord mapper : holder.list("protocolMappers")) {
            String kind = mapper.text("protocolMapper").orElse("");
            String at = "%s \"%s\"".formatted(member, mapper.text("name").orElse(""));
            Optional<ForeignRecord> config = mapper.part("config");
            if (kind.equals(AUDIENCE_MAPPER)) {
                Optional<String> audience = audience(config, lightweight);
                audience.ifPresentOrElse(audiences::add, () -> draft.leftOut(at, OF_OTHER_TOKENS));
                config.ifPresent(settings -> settings.ignoring(OF_AUDIENCES));
            } else {
                // a kind that is not known may have no such setting
                boolean changes = config.isEmpty() || config.get().flag(true, setting(lightweight));
                other(draft, at, kind, changes);
                config.ifPresent(ForeignRecord::ignoringAll);
            }
            mapper.ignoring("id", "protocol", "consentRequired", "consentText");
            migration.report().unknown(holder.label(), mapper.unread());
        }
        return audiences;
    }

    private static void other(ApplicationDraft draft, String at, String kind, boolean changes) {
        if (!changes) {
            draft.leftOut(at, OF_OTHER_TOKENS);
        } else if (kind.contains(SCRIPT)) {
            draft.undecided(
                    at, "A script cannot be carried. Claims are copied from the assertion: claims of an issuer.");
        } else if (!kind.equals("oidc-usersessionmodel-note-mapper")) {
            draft.differs(
                    at,
                    "It adds a claim from what Keycloak knows. Here claims are copied from the assertion: claims of an"
                            + " issuer.");
        }
    }

    private static Optional<JsonNode> json(String text) {
        try {
            return Optional.of(RemoteJson.readObject(text.getBytes(StandardCharsets.UTF_8)));
        } catch (RemoteJson.UnreadableException malformed) {
            return Optional.empty();
        }
    }
}
