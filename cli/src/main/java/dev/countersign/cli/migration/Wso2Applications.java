package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** The applications of WSO2 Identity Server that may use the JWT bearer grant. */
final class Wso2Applications {
    private static final String OAUTH = "oauth2";
    private static final String SCRIPT = "script";

    /** The policy of an API whose scopes need no role; RBAC is the other one. */
    private static final Pattern NO_POLICY = Pattern.compile("no[ _-]?policy", Pattern.CASE_INSENSITIVE);

    private static final String[] OF_SIGN_IN = {
        "id",
        "applicationID",
        "applicationResourceId",
        "accessUrl",
        "accessURL",
        "logoutReturnUrl",
        "imageUrl",
        "image",
        "templateId",
        "templateVersion",
        "issaasApp",
        "saasApp",
        "isSaaSApp",
        "owner",
        "access",
        "isManagementApp",
        "managementApp",
        "isB2BSelfServiceApp",
        "b2BSelfServiceApp",
        "isB2BSSApp",
        "discoverable",
        "isDiscoverable",
        "discoverability",
        "discoverableGroups",
        "realm",
        "issuer",
        "claimConfiguration",
        "claimConfig",
        "permissionAndRoleConfig",
        "provisioningConfigurations",
        "inboundProvisioningConfig",
        "outboundProvisioningConfig",
        "requestPathAuthenticatorConfigs",
        "clientAttestationMetaData",
        "spTrustedAppMetadata",
        "trustedAppMetadata",
        "associatedRolesConfig",
        "associatedRoles",
        "spProperties",
        "consentConfig",
        "tenantDomain",
        "tags",
        "inboundProtocols",
        "apiBasedAuthenticationEnabled",
        "isAPIBasedAuthenticationEnabled",
        "advancedConfig",
        "applicationVersion",
        "originalInboundAuthConfigs",
        "isFragmentApp",
        "groups",
        "jwksUri",
        "certificateContent",
        "advancedConfigurations"
    };

    private static final String[] OF_INBOUND = {
        "inboundAuthKey", "inboundConfigType", "friendlyName", "properties", "inboundConfiguration"
    };

    private final Migration migration;
    private final List<ForeignRecord> records = new ArrayList<>();
    private final Map<String, Wso2Protocol> protocols = new LinkedHashMap<>();
    private final List<List<ObjectNode>> apis = new ArrayList<>();
    private final List<ApplicationDraft> drafts = new ArrayList<>();

    Wso2Applications(Migration migration) {
        this.migration = migration;
    }

    /** Takes an application, whose protocol may be in another file. */
    void take(ObjectNode application) throws CallFailedException {
        var unnamed = ForeignRecord.of("application", application);
        String name = unnamed.text("applicationName", "name")
                .orElseThrow(() -> unnamed.malformed("applicationName", "is required"));
        records.add(ForeignRecord.of("application \"%s\"".formatted(name), application));
    }

    /** Takes the OAuth settings of an application that may be in another file. */
    void takeProtocol(ObjectNode protocol) throws CallFailedException {
        String clientId = protocol.path("clientId").asString("");
        put(Wso2Protocol.answered(
                ForeignRecord.of("application with the client id \"%s\"".formatted(clientId), protocol)));
    }

    private void put(Wso2Protocol protocol) throws CallFailedException {
        if (protocols.putIfAbsent(protocol.clientId(), protocol) != null) {
            throw CallFailedException.data(
                    "The files have two applications with the client id %s.".formatted(protocol.clientId()));
        }
    }

    /** Takes the APIs that an application may use. */
    void takeApis(List<ObjectNode> authorized) {
        apis.add(authorized);
    }

    /** Reads all that was taken. */
    void read() throws CallFailedException {
        for (ForeignRecord record : records) {
            Optional<Wso2Protocol> protocol = protocol(record);
            if (protocol.isEmpty()) {
                migration.report().add(Fate.LEFT_OUT, record.label(), "", "It has no OAuth settings in these files.");
            } else {
                read(protocol.get(), Optional.of(record));
            }
        }
        for (Wso2Protocol alone : List.copyOf(protocols.values())) {
            read(alone, Optional.empty());
        }
        for (ApplicationDraft draft : drafts) {
            scopes(draft);
            draft.finish();
        }
    }

    private Optional<Wso2Protocol> protocol(ForeignRecord record) throws CallFailedException {
        Optional<ForeignRecord> inbound = record.part("inboundAuthenticationConfig");
        if (inbound.isPresent()) {
            Optional<Wso2Protocol> found = Optional.empty();
            for (ForeignRecord request : inbound.get().list("inboundAuthenticationRequestConfigs")) {
                if (found.isEmpty()
                        && request.text("inboundAuthType").filter(OAUTH::equals).isPresent()) {
                    found = exported(record, request.ignoring(OF_INBOUND));
                } else {
                    request.ignoringAll();
                }
            }
            if (found.isPresent()) {
                return found;
            }
        }
        Optional<ForeignRecord> given = record.part("inboundProtocolConfiguration");
        if (given.isPresent() && given.get().has("oidc")) {
            return Optional.of(Wso2Protocol.answered(given.get().part("oidc").orElseThrow()));
        }
        Optional<String> clientId = record.text("clientId");
        return clientId.map(protocols::remove);
    }

    private static Optional<Wso2Protocol> exported(ForeignRecord record, ForeignRecord request)
            throws CallFailedException {
        Optional<ForeignRecord> protocol = request.part("inboundConfigurationProtocol");
        if (protocol.isPresent()) {
            return Optional.of(Wso2Protocol.exported(protocol.get()));
        }
        Optional<String> xml = request.text("inboundConfiguration");
        if (xml.isPresent() && XmlTree.read(record.label(), xml.get()) instanceof ObjectNode members) {
            return Optional.of(Wso2Protocol.exported(ForeignRecord.of(record.label(), members)));
        }
        return Optional.empty();
    }

    private void read(Wso2Protocol protocol, Optional<ForeignRecord> application) throws CallFailedException {
        String label =
                application.map(ForeignRecord::label).orElse(protocol.record().label());
        if (!protocol.grants().contains(ApplicationDraft.JWT_BEARER)) {
            migration.report().add(Fate.LEFT_OUT, label, "grantTypes", "It does not use this grant.");
            return;
        }
        String name = protocol.clientId();
        if (application.isPresent()) {
            name = application.get().text("applicationName", "name").orElse(name);
        }
        var draft = new ApplicationDraft(migration, label, name, "clientId", protocol.clientId());
        draft.enabled("state", !protocol.isInactive());
        draft.grants("grantTypes", protocol.grants());
        authentication(draft, protocol, application);
        tokens(draft, protocol);
        for (String restriction : protocol.restrictions()) {
            draft.undecided(
                    "scopeValidators",
                    "\"%s\" restricts the scopes of a grant there. Use scopes and conditions of an issuer instead."
                            .formatted(restriction));
        }
        if (application.isPresent()) {
            rest(draft, application.get());
        }
        draft.unknown(protocol.record());
        drafts.add(draft);
    }

    private void rest(ApplicationDraft draft, ForeignRecord application) throws CallFailedException {
        draft.enabled("applicationEnabled", application.flag(true, "applicationEnabled", "isApplicationEnabled"));
        for (String holder : List.of("localAndOutBoundAuthenticationConfig", "authenticationSequence")) {
            Optional<ForeignRecord> sequence = application.part(holder);
            if (sequence.isPresent() && hasScript(sequence.get())) {
                draft.undecided(
                        sequence.get().member(SCRIPT),
                        "A script cannot be carried. Rules about assertions are conditions of an issuer.");
            }
        }
        application.ignoring("description", "inboundProtocols").ignoring(OF_SIGN_IN);
        migration
                .report()
                .unknown(
                        application.label(),
                        application.unread().stream()
                                .filter(member -> !member.startsWith("localAndOutBound")
                                        && !member.startsWith("authenticationSequence"))
                                .toList());
    }

    private static boolean hasScript(ForeignRecord sequence) throws CallFailedException {
        for (String name : List.of("authenticationScriptConfig", "authenticationScript")) {
            if (sequence.isRecord(name)) {
                ForeignRecord script = sequence.part(name).orElseThrow();
                return script.has("content") && script.flag(true, "enabled", "isEnabled");
            }
        }
        return sequence.text(SCRIPT).isPresent();
    }

    private static void authentication(
            ApplicationDraft draft, Wso2Protocol protocol, Optional<ForeignRecord> application)
            throws CallFailedException {
        String method = protocol.method().orElse("client_secret_basic");
        if (protocol.isPublic()) {
            draft.drop(
                    "publicClient",
                    "A client without credentials has no application here. See client_authentication and"
                            + " default_application of an issuer.");
        }
        switch (method) {
            case "client_secret_basic", "client_secret_post" -> {
                draft.secret(method, "clientSecret", protocol.secret());
                if (protocol.method().isEmpty()) {
                    draft.differs(
                            "tokenEndpointAuthMethod",
                            "WSO2 takes the secret from the Authorization header or the form. Here it is"
                                    + " client_secret_basic, which is the header.");
                }
                if (protocol.secretExpires()) {
                    draft.undecided("clientSecret", "The secret expires there. A secret from a file does not.");
                }
                if (protocol.hasMoreSecrets()) {
                    draft.undecided("clientSecret", "Further secrets, which are valid there, are not carried.");
                }
            }
            case "private_key_jwt" ->
                draft.signing("jwksUri", jwksUrl(application), Optional.empty(), protocol.algorithm());
            case "tls_client_auth" -> {
                if (protocol.subjectDn().isPresent()) {
                    draft.certificateSubject(
                            "tlsClientAuthSubjectDN", protocol.subjectDn().get());
                } else {
                    draft.drop("tlsClientAuthSubjectDN", "The subject of the certificate is not exported.");
                }
            }
            default ->
                draft.drop("tokenEndpointAuthMethod", "The authentication with %s is not supported.".formatted(method));
        }
    }

    private static Optional<String> jwksUrl(Optional<ForeignRecord> application) throws CallFailedException {
        if (application.isEmpty()) {
            return Optional.empty();
        }
        Optional<ForeignRecord> certificate = Optional.empty();
        Optional<ForeignRecord> advanced = application.get().part("advancedConfigurations");
        if (advanced.isPresent()) {
            certificate = advanced.get().part("certificate");
        }
        if (certificate.isPresent()
                && certificate.get().text("type").filter("JWKS"::equals).isPresent()) {
            return certificate.get().text("value");
        }
        return application.get().text("jwksUri");
    }

    private static void tokens(ApplicationDraft draft, Wso2Protocol protocol) {
        protocol.lifetime()
                .filter(seconds -> seconds > 0)
                .ifPresent(seconds -> draft.lifetime("userAccessTokenExpiryTime", seconds));
        draft.carry(
                "tokenType",
                "access_token.type",
                protocol.tokenType().filter("JWT"::equals).isPresent() ? "jwt" : "opaque");
        if (protocol.isBound()) {
            draft.carry("tlsClientCertificateBoundAccessTokens", "tls_client_certificate_bound_access_tokens", true);
        }
        draft.audiences("audiences", protocol.audiences());
        if (!protocol.audiences().isEmpty()) {
            draft.differs("audiences", "WSO2 adds the client id to the aud of access tokens. Here it is not in it.");
        }
        if (protocol.grants().contains("refresh_token")) {
            draft.differs(
                    "grantTypes", "No refresh token is issued for an assertion, unless refresh_token.enabled is true.");
        }
    }

    /** The scopes, which only the answer about authorized APIs has; it does not name its application. */
    private void scopes(ApplicationDraft draft) throws CallFailedException {
        if (apis.size() != 1 || drafts.size() != 1) {
            draft.set("scopes", List.of());
            draft.undecided(
                    "",
                    "The scopes that it may be granted are not in the export. List them in scopes, or import the application"
                            + " alone, together with the answer of /applications/ID/authorized-apis.");
            return;
        }
        var scopes = new ArrayList<String>();
        for (ObjectNode api : apis.getFirst()) {
            var record = ForeignRecord.of("authorized API", api);
            var ofApi = new ArrayList<String>();
            for (ForeignRecord scope : record.list("authorizedScopes")) {
                scope.text("name").ifPresent(ofApi::add);
                scope.ignoring("id", "displayName", "description");
                migration.report().unknown(record.label(), scope.unread());
            }
            String policy = record.text("policyId").orElse("");
            if (NO_POLICY.matcher(policy).matches()) {
                scopes.addAll(ofApi);
            } else {
                draft.undecided(
                        "authorizedScopes",
                        "A policy (\"%s\") gives the scopes %s of %s to subjects with certain roles, which are not carried. Add the scopes to scopes, and restrict the subjects with conditions of an issuer."
                                .formatted(
                                        policy,
                                        String.join(", ", ofApi),
                                        record.text("identifier", "displayName").orElse("an API")));
            }
        }
        draft.scopes("authorizedScopes", scopes, List.of());
    }
}
