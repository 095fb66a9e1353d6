package dev.countersign.core.rejection;

import dev.countersign.core.oauth.ErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Public part of a refusal: an error code, an HTTP status and one fixed sentence (RFC 6749 §5.2). All of them depend only
 * on the type of the {@link Rejection}, so the sentence never repeats text of the request. Rejections that would reveal
 * which issuers and clients exist share one sentence.
 *
 * @param retryAfter value of {@code Retry-After}, for temporary refusals
 */
public record OAuthError(ErrorCode error, int status, String description, Optional<Duration> retryAfter) {

    /** The single mapping from a reason to the public response. */
    public static OAuthError of(Rejection rejection) {
        return switch (rejection) {
            case RequestRejection request -> ofRequest(request);
            case ClientRejection.Unauthenticated _,
                    ClientRejection.NoDefaultApplication _,
                    ClientRejection.ControlCharacter _,
                    ClientRejection.AssertionNotAccepted _ -> unauthenticated();
            case ClientRejection.Throttled throttled ->
                later(429, "Too many failed client authentications. Try again later.", throttled.retryAfter());
            case ClientRejection.GrantNotAllowed _ ->
                refused(ErrorCode.UNAUTHORIZED_CLIENT, 400, "The client is not allowed to use this grant type.");
            case CertificateRejection certificate -> ofCertificate(certificate);
            case DpopRejection proof -> ofProof(proof);
            case IssuerRejection _ ->
                refused(ErrorCode.INVALID_GRANT, 400, "The issuer of the assertion is not trusted for this client.");
            case AssertionRejection _ -> refused(ErrorCode.INVALID_GRANT, 400, "The assertion was not accepted.");
            case RefreshTokenRejection _ ->
                refused(ErrorCode.INVALID_GRANT, 400, "The refresh token was not accepted.");
            case ExchangeRejection _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "The subject token or the actor token was not accepted.");
            case PolicyRejection.ConditionFailed _,
                    PolicyRejection.SubjectNotMapped _,
                    PolicyRejection.SubjectBlocked _,
                    PolicyRejection.SubjectChanged _,
                    PolicyRejection.SubjectOfAnother _,
                    PolicyRejection.ClaimedResourceNotAllowed _,
                    PolicyRejection.ActorNotAllowed _ ->
                refused(ErrorCode.INVALID_GRANT, 400, "The assertion does not satisfy the policy of this server.");
            case PolicyRejection.ScopeNotAllowed _,
                    PolicyRejection.AdministrativeScopes _,
                    PolicyRejection.NoScopeClaimed _,
                    PolicyRejection.ScopesOfSeveralResources _ ->
                refused(ErrorCode.INVALID_SCOPE, 400, "None of the requested scopes can be granted.");
            case PolicyRejection.ResourceNotAllowed _ ->
                refused(ErrorCode.INVALID_TARGET, 400, "The requested resource is invalid or not allowed.");
            case DependencyRejection dependency ->
                later(503, "The server cannot answer at the moment. Try again later.", dependency.retryAfter());
        };
    }

    private static OAuthError unauthenticated() {
        return refused(ErrorCode.INVALID_CLIENT, 401, "Client authentication failed.");
    }

    private static OAuthError ofCertificate(CertificateRejection rejection) {
        return switch (rejection) {
            case CertificateRejection.Missing _, CertificateRejection.Mismatch _ -> unauthenticated();
            case CertificateRejection.NothingToBind _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "The client must show its certificate.");
            case CertificateRejection.OfAnotherGrant _ -> ofAnotherKey();
        };
    }

    private static OAuthError ofAnotherKey() {
        return refused(ErrorCode.INVALID_GRANT, 400, "The grant is bound to another key.");
    }

    /** RFC 9449 §5, §8. */
    private static OAuthError ofProof(DpopRejection rejection) {
        return switch (rejection) {
            case DpopRejection.NonceRequired _ ->
                refused(ErrorCode.USE_DPOP_NONCE, 400, "The DPoP proof needs the nonce in the DPoP-Nonce header.");
            case DpopRejection.KeyMismatch _ -> ofAnotherKey();
            case DpopRejection.ProofMissing _ ->
                refused(ErrorCode.INVALID_DPOP_PROOF, 400, "The client must send a DPoP proof.");
            case DpopRejection.Malformed _,
                    DpopRejection.SignatureInvalid _,
                    DpopRejection.RequestMismatch _,
                    DpopRejection.TooOld _,
                    DpopRejection.Replayed _ ->
                refused(ErrorCode.INVALID_DPOP_PROOF, 400, "The DPoP proof was not accepted.");
        };
    }

    private static OAuthError ofRequest(RequestRejection rejection) {
        return switch (rejection) {
            case RequestRejection.Malformed _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "The request is not a well-formed token request.");
            case RequestRejection.ParameterRepeated _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "A parameter was sent more than once.");
            case RequestRejection.GrantTypeMissing _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "The grant_type parameter is missing.");
            case RequestRejection.GrantTypeUnsupported _ ->
                refused(ErrorCode.UNSUPPORTED_GRANT_TYPE, 400, "The grant type is not supported.");
            case RequestRejection.AssertionMissing _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "The assertion parameter is missing.");
            case RequestRejection.RefreshTokenMissing _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "The refresh_token parameter is missing.");
            case RequestRejection.SubjectTokenMissing _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "The subject_token parameter is missing.");
            case RequestRejection.TokenTypeUnsupported _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "A token type is missing or not supported.");
            case RequestRejection.ActorTokenTypeWithoutToken _ ->
                refused(ErrorCode.INVALID_REQUEST, 400, "The actor_token parameter is missing.");
            case RequestRejection.TooLarge _ -> refused(ErrorCode.INVALID_REQUEST, 413, "The request is too large.");
            case RequestRejection.ScopeMalformed _ ->
                refused(ErrorCode.INVALID_SCOPE, 400, "The scope parameter is malformed.");
            case RequestRejection.AuthorizationDetailsUnsupported _ ->
                refused(ErrorCode.INVALID_AUTHORIZATION_DETAILS, 400, "No type of authorization_details is supported.");
        };
    }

    private static OAuthError refused(ErrorCode error, int status, String description) {
        return new OAuthError(error, status, description, Optional.empty());
    }

    private static OAuthError later(int status, String description, Duration retryAfter) {
        return new OAuthError(ErrorCode.TEMPORARILY_UNAVAILABLE, status, description, Optional.of(retryAfter));
    }
}
