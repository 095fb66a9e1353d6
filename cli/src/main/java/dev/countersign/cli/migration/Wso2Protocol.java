package dev.countersign.cli.migration;

import dev.countersign.cli.remote.CallFailedException;
import java.util.List;
import java.util.Optional;

/**
 * The OAuth settings of an application of WSO2 Identity Server, from an export or from an answer of the REST API.
 *
 * @param restrictions rules that cannot be carried, such as scope validators
 * @param isInactive whether its state is another than active, such as revoked
 * @param hasMoreSecrets whether there are secrets besides the one that is read
 */
record Wso2Protocol(
        ForeignRecord record,
        String clientId,
        Optional<String> secret,
        boolean secretExpires,
        boolean hasMoreSecrets,
        List<String> grants,
        boolean isPublic,
        boolean isInactive,
        Optional<String> method,
        Optional<String> algorithm,
        Optional<String> subjectDn,
        Optional<Long> lifetime,
        Optional<String> tokenType,
        List<String> audiences,
        boolean isBound,
        List<String> restrictions) {
    private static final String ACTIVE = "ACTIVE";

    /** Members about other grants, sign-in and ID tokens. */
    private static final String[] EXPORTED_FOR_OTHERS = {
        "type",
        "id",
        "applicationName",
        "callbackUrl",
        "oauthVersion",
        "pkceSupportPlain",
        "pkceMandatory",
        "hybridFlowEnabled",
        "hybridFlowResponseType",
        "applicationAccessTokenExpiryTime",
        "refreshTokenExpiryTime",
        "idTokenExpiryTime",
        "renewRefreshTokenEnabled",
        "extendRenewedRefreshTokenExpiryTime",
        "requestObjectSignatureValidationEnabled",
        "idTokenEncryptionEnabled",
        "idTokenEncryptionAlgorithm",
        "idTokenEncryptionMethod",
        "backChannelLogoutUrl",
        "frontchannelLogoutUrl",
        "tokenBindingType",
        "tokenRevocationWithIDPSessionTerminationEnabled",
        "tokenBindingValidationEnabled",
        "tokenEndpointAllowReusePvtKeyJwt",
        "sectorIdentifierURI",
        "idTokenSignatureAlgorithm",
        "requestObjectSignatureAlgorithm",
        "requirePushedAuthorizationRequests",
        "subjectType",
        "requestObjectEncryptionAlgorithm",
        "requestObjectEncryptionMethod",
        "fapiConformanceEnabled",
        "fapiProfile",
        "jwtScopeAsArrayEnabled",
        "subjectTokenEnabled",
        "subjectTokenExpiryTime",
        "gracefulRefreshTokenRotationEnabled",
        "gracefulRefreshTokenRotationValidityPeriod",
        "gracefulRefreshTokenReuseLimit",
        "accessTokenClaims",
        "issuerOrg",
        "cibaNotificationChannels",
        "cibaAuthReqExpiryTime",
        "cibaSkipUserValidation",
        "cibaAllowFederatedUsers",
        "issuerDetails",
        "appOwner",
        "user"
    };

    private static final String[] ANSWERED_FOR_OTHERS = {
        "callbackURLs",
        "allowedOrigins",
        "pkce",
        "hybridFlow",
        "refreshToken",
        "subjectToken",
        "logout",
        "validateRequestObjectSignature",
        "requestObject",
        "pushAuthorizationRequest",
        "subject",
        "isFAPIApplication",
        "fapiProfile",
        "cibaAuthenticationRequest",
        "issuer"
    };

    /** The settings of an export. */
    static Wso2Protocol exported(ForeignRecord record) throws CallFailedException {
        record.ignoring(EXPORTED_FOR_OTHERS);
        return new Wso2Protocol(
                record,
                record.text("oauthConsumerKey").orElseThrow(() -> record.malformed("oauthConsumerKey", "is required")),
                record.text("oauthConsumerSecret"),
                record.number("oauthConsumerSecretExpiryTime").orElse(0L) > 0,
                record.has("additionalOauthConsumerSecrets"),
                record.words("grantTypes"),
                record.flag(false, "bypassClientCredentials"),
                record.text("state").filter(state -> !state.equals(ACTIVE)).isPresent(),
                record.text("tokenEndpointAuthMethod"),
                record.text("tokenEndpointAuthSignatureAlgorithm"),
                record.text("tlsClientAuthSubjectDN"),
                record.number("userAccessTokenExpiryTime"),
                record.text("tokenType"),
                record.texts("audiences"),
                record.flag(false, "tlsClientCertificateBoundAccessTokens"),
                restrictions(record));
    }

    private static List<String> restrictions(ForeignRecord record) throws CallFailedException {
        List<String> validators = record.texts("scopeValidators");
        return record.flag(false, "restrictScopeIssuanceForFederatedTokens")
                ? List.of("restrictScopeIssuanceForFederatedTokens")
                : validators;
    }

    /** The settings of an answer of the REST API. */
    static Wso2Protocol answered(ForeignRecord record) throws CallFailedException {
        record.ignoring(ANSWERED_FOR_OTHERS);
        Optional<ForeignRecord> token = record.part("accessToken");
        Optional<ForeignRecord> id = record.part("idToken");
        Optional<ForeignRecord> authentication = record.part("clientAuthentication");
        token.ifPresent(part -> part.ignoring(
                "applicationAccessTokenExpiryInSeconds",
                "bindingType",
                "revokeTokensWhenIDPSessionTerminated",
                "validateTokenBinding",
                "accessTokenAttributes",
                "enableJwtScopeAsArray"));
        id.ifPresent(part -> part.ignoring("expiryInSeconds", "idTokenSignedResponseAlg", "encryption"));
        authentication.ifPresent(part -> part.ignoring("tokenEndpointAllowReusePvtKeyJwt"));
        return new Wso2Protocol(
                record,
                record.text("clientId").orElseThrow(() -> record.malformed("clientId", "is required")),
                record.text("clientSecret"),
                record.number("clientSecretExpiresAt").orElse(0L) > 0,
                record.flag(false, "multipleClientSecretsConfigured"),
                record.words("grantTypes"),
                record.flag(false, "publicClient"),
                record.text("state").filter(state -> !state.equals(ACTIVE)).isPresent(),
                text(authentication, "tokenEndpointAuthMethod"),
                text(authentication, "tokenEndpointAuthSigningAlg"),
                text(authentication, "tlsClientAuthSubjectDn"),
                token.isPresent() ? token.get().number("userAccessTokenExpiryInSeconds") : Optional.empty(),
                text(token, "type"),
                id.isPresent() ? id.get().texts("audience") : List.of(),
                false,
                record.texts("scopeValidators"));
    }

    private static Optional<String> text(Optional<ForeignRecord> part, String name) throws CallFailedException {
        return part.isPresent() ? part.get().text(name) : Optional.empty();
    }
}
