package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import dev.countersign.cli.remote.RemoteJson;
import dev.countersign.core.jose.certificate.KeyFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The identity providers of WSO2 Identity Server whose tokens the JWT bearer grant accepts. */
final class Wso2Issuers {
    private static final String ISSUER = "idpIssuerName";
    private static final String KEYS = "jwksUri";
    private static final String RESIDENT = "LOCAL";
    private static final String CERTIFICATE = "certificate";

    /** Members about the sign-in of users, their provisioning and their roles. */
    private static final String[] OF_SIGN_IN = {
        "id",
        "resourceId",
        "displayName",
        "image",
        "imageUrl",
        "primary",
        "isPrimary",
        "federationHub",
        "isFederationHub",
        "homeRealmId",
        "homeRealmIdentifier",
        "provisioningRole",
        "templateId",
        "self",
        "federatedAuthenticatorConfigs",
        "defaultAuthenticatorConfig",
        "federatedAuthenticators",
        "provisioningConnectorConfigs",
        "defaultProvisioningConnectorConfig",
        "provisioning",
        "justInTimeProvisioningConfig",
        "permissionAndRoleConfig",
        "roles",
        "groups",
        "idPGroupConfig",
        "idpGroupConfigs",
        "implicitAssociation",
        "federatedAssociationConfig",
        "certificateInfoArray"
    };

    private static final String[] OF_CLAIMS = {
        "roleClaimURI",
        "userClaimURI",
        "localClaimDialect",
        "userIdClaim",
        "roleClaim",
        "provisioningClaims",
        "idpClaims",
        "idpClaim",
        "alwaysSendMappedLocalSubjectId",
        "mappedLocalSubjectMandatory",
        "spClaimDialects"
    };

    /** Members about the field of the console in which a property is edited. */
    private static final String[] OF_PROPERTIES = {
        "displayName",
        "description",
        "displayOrder",
        "type",
        "defaultValue",
        "confidential",
        "isConfidential",
        "required",
        "advanced",
        "isAdvanced",
        "options",
        "regex",
        "subProperties"
    };

    private final Migration migration;

    Wso2Issuers(Migration migration) {
        this.migration = migration;
    }

    void read(ObjectNode provider) throws CallFailedException {
        var unnamed = ForeignRecord.of("identity provider", provider);
        String name = unnamed.text("identityProviderName", "name")
                .orElseThrow(() -> unnamed.malformed("identityProviderName", "is required"));
        var record = ForeignRecord.of("identity provider \"%s\"".formatted(name), provider)
                .ignoring("identityProviderName", "name");
        if (name.equals(RESIDENT)) {
            migration.report().add(Fate.LEFT_OUT, record.label(), "", "It is the server itself.");
            return;
        }
        Optional<String> issuer = record.text(ISSUER);
        Optional<String> jwks = Optional.empty();
        for (ForeignRecord property : record.list("idpProperties")) {
            String key = property.text("name").orElse("");
            Optional<String> value = property.text("value");
            property.ignoring(OF_PROPERTIES);
            if (key.equals(ISSUER)) {
                issuer = value;
            } else if (key.equals(KEYS)) {
                jwks = value;
            }
        }
        var draft = new MigratedIssuer(migration, record.label(), name, ISSUER, issuer.orElse(name));
        if (issuer.isEmpty()) {
            draft.differs(ISSUER, "Without an issuer WSO2 compares iss with the name, which is taken as the issuer.");
        }
        record.text("identityProviderDescription", "description")
                .ifPresent(text -> draft.carry("description", "description", text));
        draft.enabled("isEnabled", record.flag(true, "enable", "isEnabled", "enabled"));
        keys(draft, record, jwks);
        rules(draft, record);
        record.ignoring(OF_SIGN_IN);
        draft.unknown(record);
        draft.finish();
    }

    private void keys(MigratedIssuer draft, ForeignRecord record, Optional<String> jwks) throws CallFailedException {
        var encoded = new ArrayList<String>();
        Optional<String> url = jwks;
        if (record.isRecord(CERTIFICATE)) {
            ForeignRecord certificate = record.part(CERTIFICATE).orElseThrow();
            url = certificate.text(KEYS).or(() -> jwks);
            encoded.addAll(certificate.texts("certificates"));
            certificate.ignoring("samlMetadataUri");
        } else {
            record.text(CERTIFICATE).ifPresent(text -> encoded.addAll(listed(text)));
        }
        if (url.isPresent()) {
            draft.jwksUrl(KEYS, url.get());
            if (!encoded.isEmpty()) {
                draft.differs(CERTIFICATE, "The keys come from the JWKS endpoint alone, as there.");
            }
        } else if (!encoded.isEmpty()) {
            certificates(draft, encoded);
        }
    }

    /** The certificates of the older notation, a list of thumbprints and values in a text. */
    private static List<String> listed(String text) {
        if (!text.startsWith("[")) {
            return List.of(text);
        }
        try {
            return RemoteJson.read(text.getBytes(StandardCharsets.UTF_8))
                    .valueStream()
                    .map((JsonNode element) -> element.path("certValue").asString(""))
                    .toList();
        } catch (RemoteJson.UnreadableException malformed) {
            return List.of(text);
        }
    }

    private static void certificates(MigratedIssuer draft, List<String> encoded) {
        var pem = new ArrayList<String>();
        for (String text : encoded) {
            switch (KeyFile.read(decoded(text))) {
                case KeyFile.Pem(String read) -> pem.add(read);
                case KeyFile.Unusable(String clause) -> {
                    draft.drop(CERTIFICATE, "The certificate %s.".formatted(clause));
                    return;
                }
            }
        }
        draft.certificates(CERTIFICATE, pem);
    }

    /** PEM, or PEM or DER in Base64. */
    private static byte[] decoded(String text) {
        if (!text.contains("-----BEGIN")) {
            try {
                return Base64.getDecoder().decode(text.replaceAll("\\s", ""));
            } catch (IllegalArgumentException notBase64) {
                return text.getBytes(StandardCharsets.UTF_8);
            }
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void rules(MigratedIssuer draft, ForeignRecord record) throws CallFailedException {
        Optional<String> alias = record.text("alias");
        draft.audiences("alias", alias.stream().toList());
        if (alias.isPresent()) {
            draft.differs(
                    "alias",
                    "WSO2 accepts the alias alone as aud. Here the issuer identifier and the token endpoint of this server are"
                            + " accepted, too.");
        } else if (migration.audiences().isEmpty()) {
            draft.disable(
                    "alias",
                    "WSO2 refuses every assertion without an alias. Name the aud to accept with %s."
                            .formatted(ImportCommand.AUDIENCE));
        } else {
            draft.differs(
                    "alias",
                    "WSO2 refuses every assertion without an alias. Here the values of %s, the issuer identifier and the token"
                                    .formatted(ImportCommand.AUDIENCE)
                            + " endpoint of this server are accepted.");
        }
        draft.set("subject.mapping", "as_is");
        draft.differs(
                "",
                "An assertion is used once. WSO2 accepts it again, unless its cache of JWT IDs is on; replay.allow_reuse does"
                        + " so here. The clock skew of WSO2 is a setting of the server and not exported; here it is 30 seconds.");
        for (String holder : List.of("claimConfig", "claims")) {
            Optional<ForeignRecord> claims = record.part(holder);
            if (claims.isPresent()) {
                claims(draft, claims.get());
            }
        }
    }

    private static void claims(MigratedIssuer draft, ForeignRecord claims) {
        boolean exported = claims.has("claimMappings");
        boolean answered = claims.has("mappings");
        if (exported || answered) {
            draft.undecided(
                    claims.member("claimMappings"),
                    "Claims of the assertion are in access tokens only if claims of the issuer lists them, under names of this"
                            + " server's tokens. Add those that APIs need.");
        }
        draft.differs(
                claims.member("userClaimURI"),
                "The subject is the claim sub of the assertion (subject.mapping: as_is).");
        claims.ignoring(OF_CLAIMS);
    }
}
