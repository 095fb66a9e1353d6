package dev.countersign.core.rejection;

import java.util.Arrays;
import java.util.Optional;

/**
 * The stable code of a refusal: the label of the metric, the column of the audit and the row of
 * {@code docs/rejections.md}. Codes are never renamed, only retired.
 */
public enum RejectionCode {
    REQUEST_MALFORMED(
            "request.malformed",
            "The request is not a well-formed token request",
            "Send an application/x-www-form-urlencoded body in UTF-8, with one method of client authentication."),
    REQUEST_PARAMETER_REPEATED(
            "request.parameter_repeated",
            "A parameter was sent more than once",
            "Send each parameter once (RFC 6749 §3.2); only resource and audience may be repeated."),
    REQUEST_GRANT_TYPE_MISSING(
            "request.grant_type_missing", "The request has no grant_type", "Add the grant_type parameter."),
    REQUEST_GRANT_TYPE_UNSUPPORTED(
            "request.grant_type_unsupported",
            "The grant_type is not supported by this server",
            "Use a value of grant_types_supported in the server's metadata; it is compared character by character."),
    REQUEST_ASSERTION_MISSING(
            "request.assertion_missing",
            "The request has no assertion",
            "Add the assertion parameter with the JWT of the third party."),
    REQUEST_REFRESH_TOKEN_MISSING(
            "request.refresh_token_missing",
            "The request has no refresh token",
            "Add the refresh_token parameter with the most recent refresh token."),
    REQUEST_TOO_LARGE(
            "request.too_large", "The request is larger than 64 KB", "Send a smaller assertion and fewer parameters."),
    REQUEST_SCOPE_MALFORMED(
            "request.scope_malformed",
            "The scope parameter does not have the syntax of RFC 6749 §3.3",
            "Separate scope tokens with one space; quotes, backslashes and non-ASCII characters are not allowed."),
    REQUEST_AUTHORIZATION_DETAILS_UNSUPPORTED(
            "request.authorization_details_unsupported",
            "The ID-JAG, or the request with it, has authorization_details, and no type of them is supported",
            "Ask for access with scope and resource; have the identity provider issue the ID-JAG without"
                    + " authorization_details."),

    REQUEST_SUBJECT_TOKEN_MISSING(
            "request.subject_token_missing",
            "The request has no subject token",
            "Add the subject_token parameter with the token that is to be exchanged, and its type as subject_token_type."),
    REQUEST_TOKEN_TYPE_UNSUPPORTED(
            "request.token_type_unsupported",
            "A token type of the request is missing or not supported",
            "Send subject_token_type, and actor_token_type with an actor token: urn:ietf:params:oauth:token-type:jwt or"
                    + " :id_token for a token of a trusted issuer, :access_token for one of this server."),
    REQUEST_ACTOR_TOKEN_TYPE_WITHOUT_TOKEN(
            "request.actor_token_type_without_token",
            "The request has an actor_token_type, but no actor token",
            "Add the actor_token parameter, or leave out actor_token_type."),

    CLIENT_UNAUTHENTICATED(
            "client.unauthenticated",
            "The client could not be authenticated",
            "Check the client id, the secret and its expiry, that the application is enabled, and that the method used"
                    + " is the one it was registered with."),
    CLIENT_THROTTLED(
            "client.throttled",
            "Too many failed authentications of this client id from this address",
            "Wait for the time given in Retry-After, and correct the secret before the next attempt."),
    CLIENT_GRANT_NOT_ALLOWED(
            "client.grant_not_allowed",
            "The application may not use this grant type",
            "Add the grant type to the application's grant_types."),
    CLIENT_CERTIFICATE_MISSING(
            "client.certificate_missing",
            "The request came without the certificate of the client",
            "Send the request with a client certificate to the endpoint in mtls_endpoint_aliases of the metadata, or through"
                    + " a proxy that passes the certificate on in Client-Cert."),
    CLIENT_CERTIFICATE_MISMATCH(
            "client.certificate_mismatch",
            "The certificate of the connection is not one of the client, not trusted, or not valid now",
            "Compare the certificate with the application's tls_client_auth_ member, jwks or jwks_url, and its issuer with"
                    + " server.mtls.trusted_certificates."),

    ISSUER_UNKNOWN(
            "issuer.unknown",
            "No trusted token issuer is registered with exactly this iss value",
            "Register the issuer, or correct its issuer value: it is compared character by character, with no"
                    + " tolerance for a trailing slash or letter case."),
    ISSUER_DISABLED("issuer.disabled", "The trusted token issuer is disabled", "Enable the issuer again."),
    ISSUER_NOT_ALLOWED_FOR_CLIENT(
            "issuer.not_allowed_for_client",
            "The application may not use assertions of this issuer",
            "Add the issuer's name to the application's trusted_token_issuers."),
    ISSUER_IS_OURSELVES(
            "issuer.is_ourselves",
            "The assertion's issuer is this server itself",
            "Present a JWT that a third party signed; tokens of this server are not accepted as assertions."),
    ISSUER_KEYS_UNAVAILABLE(
            "issuer.keys_unavailable",
            "The issuer's key is not in a valid JWK set, and the set cannot be fetched: the issuer does not answer, or it was"
                    + " asked a short time ago",
            "Repeat the request after the time in Retry-After. If it is refused again, see the last error of the issuer's"
                    + " keys; check its jwks_url, its certificate, and the address rules of the configuration."),

    ASSERTION_MALFORMED(
            "assertion.malformed",
            "The assertion is not a well-formed JWT in compact serialization",
            "Send exactly the three base64url parts as the issuer produced them: no padding, no white space, no repeated"
                    + " JSON member. An opaque token is not an assertion."),
    ASSERTION_ENCRYPTED(
            "assertion.encrypted",
            "The assertion is encrypted or contains a nested JWT",
            "Have the issuer send a signed JWT that is not encrypted and not nested."),
    ASSERTION_ALGORITHM_NOT_ALLOWED(
            "assertion.algorithm_not_allowed",
            "The assertion's alg is not among the issuer's algorithms",
            "Add the algorithm to the issuer's algorithms if the issuer is meant to use it. none and HMAC (HS256, HS384,"
                    + " HS512) are never accepted and cannot be added: have the issuer sign with a private key."),
    ASSERTION_CRITICAL_HEADER(
            "assertion.critical_header",
            "The header's crit names an extension that this server does not implement, or is itself malformed",
            "Have the issuer omit crit."),
    ASSERTION_TYPE_NOT_ALLOWED(
            "assertion.type_not_allowed",
            "The header's typ is not accepted from this issuer",
            "Add the type to the issuer's types, or have the issuer send typ JWT. The types of other kinds of token can"
                    + " never be added."),
    ASSERTION_KEY_NOT_FOUND(
            "assertion.key_not_found",
            "The issuer publishes no key with the assertion's kid",
            "Compare the kid with the issuer's keys; after a rotation at the issuer, refresh them."),
    ASSERTION_KEY_UNUSABLE(
            "assertion.key_unusable",
            "The issuer's key may not be used with this assertion",
            "Have the issuer sign with a key that is valid now, strong enough, published for signatures and of the"
                    + " kind its alg needs; in place of an expired certificate, register the next one."),
    ASSERTION_SIGNATURE_INVALID(
            "assertion.signature_invalid",
            "The signature does not verify with the issuer's key",
            "Make sure that the assertion was not altered on its way, that the registered keys are those the issuer signs"
                    + " with, and that an ECDSA signature is in the form of RFC 7518 §3.4, not in DER."),
    ASSERTION_CLAIM_MISSING(
            "assertion.claim_missing",
            "A required claim is absent",
            "Have the issuer send iss, sub, aud and exp (RFC 7523 §3). Google's and Go's libraries omit sub unless a user is"
                    + " given."),
    ASSERTION_CLAIM_MALFORMED(
            "assertion.claim_malformed",
            "A claim does not have the form its definition requires",
            "Have the issuer send the claim in the form that RFC 7519 §4.1 gives it: identifiers without control"
                    + " characters, times in seconds (not milliseconds), exp not before iat and nbf."),
    ASSERTION_CLAIM_NOT_ALLOWED(
            "assertion.claim_not_allowed",
            "The assertion has a claim of another kind of token",
            "Present an access token or ID token of the issuer that has neither events (a security event or logout token)"
                    + " nor cnf (a token bound to a key)."),
    ASSERTION_AUDIENCE_MISMATCH(
            "assertion.audience_mismatch",
            "The assertion is not meant for this server",
            "Have the issuer put this server's issuer identifier into aud. Register another value as the issuer's alias"
                    + " only if it identifies this server and no other service."),
    ASSERTION_CLIENT_MISMATCH(
            "assertion.client_mismatch",
            "The ID-JAG was issued for another client than the one that presents it",
            "Have the identity provider issue the ID-JAG for the client_id of this application, and authenticate as that"
                    + " application; without client credentials an ID-JAG is never accepted."),
    ASSERTION_EXPIRED(
            "assertion.expired",
            "The assertion has expired",
            "Present a new assertion; if it is new, compare the clocks or raise the issuer's clock skew."),
    ASSERTION_NOT_YET_VALID(
            "assertion.not_yet_valid",
            "The assertion is not valid yet (nbf)",
            "Compare the clocks or raise the issuer's clock skew."),
    ASSERTION_ISSUED_IN_FUTURE(
            "assertion.issued_in_future",
            "The assertion was issued in the future, according to its iat",
            "Compare the clocks or raise the issuer's clock skew."),
    ASSERTION_TOO_OLD(
            "assertion.too_old",
            "The assertion was issued longer ago than is accepted",
            "Present the assertion sooner, or raise the issuer's iat.validity_minutes."),
    ASSERTION_LIFETIME_TOO_LONG(
            "assertion.lifetime_too_long",
            "The assertion is valid for longer than the issuer may grant",
            "Have the issuer shorten exp, or raise the issuer's max_lifetime_seconds."),
    ASSERTION_JTI_MISSING(
            "assertion.jti_missing",
            "The issuer must send a jti and the assertion has none",
            "Have the issuer send a jti, or switch off the issuer's replay.require_jti; an ID-JAG always needs one."),
    ASSERTION_REPLAYED(
            "assertion.replayed",
            "The assertion was redeemed before",
            "Request a new assertion for every exchange, with a jti: without one, two assertions with the same claims are the"
                    + " same assertion. If the tokens of the issuer are meant to be presented many times, set the issuer's"
                    + " replay.allow_reuse."),

    DPOP_PROOF_MISSING(
            "dpop.proof_missing",
            "The application's tokens are bound to keys, and the request has no DPoP proof",
            "Send a proof in the DPoP header (RFC 9449 §4), or switch off the application's dpop_bound_access_tokens."),
    DPOP_PROOF_MALFORMED(
            "dpop.proof_malformed",
            "The DPoP proof does not have the form of RFC 9449 §4.2, or there is more than one",
            "Send one DPoP header with a JWT of typ dpop+jwt that holds the public key in jwk, and jti, htm, htu and iat."
                    + " A library for DPoP makes it."),
    DPOP_SIGNATURE_INVALID(
            "dpop.signature_invalid",
            "The signature of the DPoP proof does not verify with the key in its jwk header",
            "Sign the proof with the private key that belongs to the key in jwk, by the algorithm in alg."),
    DPOP_REQUEST_MISMATCH(
            "dpop.request_mismatch",
            "The DPoP proof was made for another request",
            "Make a proof for every request: htm with its method, htu with its URL as this server publishes it, and ath"
                    + " with the hash of the access token where one is presented."),
    DPOP_TOO_OLD(
            "dpop.too_old",
            "The iat of the DPoP proof is not within the permitted time",
            "Make the proof immediately before the request, and compare the clocks; oauth.dpop.max_age_seconds sets the"
                    + " permitted age."),
    DPOP_NONCE_REQUIRED(
            "dpop.nonce_required",
            "The DPoP proof has no current nonce of this server",
            "Repeat the request with a proof that holds the value of the DPoP-Nonce header as nonce (RFC 9449 §8). Libraries"
                    + " for DPoP do so by themselves."),
    DPOP_REPLAYED(
            "dpop.replayed",
            "The DPoP proof was presented before",
            "Make a proof with a jti of its own for every request, also for a repeated one."),
    DPOP_KEY_MISMATCH(
            "dpop.key_mismatch",
            "The grant is bound to a key of which the request proves no possession",
            "Prove possession of the key with which the refresh token was requested, or that the assertion names in cnf."),

    REFRESH_TOKEN_UNKNOWN(
            "refresh_token.unknown",
            "The refresh token is not on record, or belongs to another application",
            "Present the refresh token of the most recent response, or a new assertion."),
    REFRESH_TOKEN_EXPIRED(
            "refresh_token.expired",
            "The refresh token has expired",
            "Present a new assertion. If refresh tokens expire too early, raise the application's refresh_token.lifetime_seconds."),
    REFRESH_TOKEN_REVOKED(
            "refresh_token.revoked",
            "The refresh token was revoked",
            "Present a new assertion, if the application is still meant to have access."),
    REFRESH_TOKEN_REUSED(
            "refresh_token.reused",
            "The refresh token was used before, so all tokens of its family are revoked",
            "Find out who else has the application's refresh tokens. An application must store the refresh token of each"
                    + " response, and present a new assertion if a response was lost."),

    TOKEN_UNUSABLE(
            "token.unusable",
            "The token of this server cannot be exchanged",
            "Present a token that is not expired, not revoked, and was issued to this application, or is meant for one of the"
                    + " application's introspect_audiences."),

    POLICY_CONDITION_FAILED(
            "policy.condition_failed",
            "The claims do not meet a condition of the issuer",
            "Have the issuer send the claim that the condition requires, or change the issuer's conditions."),
    POLICY_SUBJECT_NOT_MAPPED(
            "policy.subject_not_mapped",
            "The claim with the subject is absent, empty or not a string, or the subject belongs to another issuer or application",
            "Have the issuer send the claim, or choose another subject mapping for the issuer."),
    POLICY_SUBJECT_BLOCKED(
            "policy.subject_blocked",
            "The subject is blocked, by an administrator or by its issuer",
            "See the issuer's blocked subjects for the reason; remove the block if it no longer applies."),
    POLICY_ACTOR_NOT_ALLOWED(
            "policy.actor_not_allowed",
            "The subject token's may_act does not name the actor",
            "Present the actor token of the party in may_act, or have the issuer of the subject token name this actor."),
    POLICY_SCOPE_NOT_ALLOWED(
            "policy.scope_not_allowed",
            "None of the requested scopes may be granted",
            "Request scopes that both the application and the issuer's ceiling allow."),
    POLICY_RESOURCE_NOT_ALLOWED(
            "policy.resource_not_allowed",
            "The requested resource is not one of the application's audiences",
            "Request one of the application's audiences, or add the resource to the audiences."),

    STORE_UNAVAILABLE(
            "store.unavailable",
            "The database did not answer, so nothing was issued",
            "Try again after the time in Retry-After; see the server's health and log."),
    SIGNING_UNAVAILABLE(
            "signing.unavailable",
            "The module with the signing keys did not sign, so nothing was issued and nothing was redeemed",
            "Try again after the time in Retry-After; see the server's log, and the module."),
    SERVER_OVERLOADED(
            "server.overloaded",
            "More requests are waiting than the server can answer in time",
            "Try again after the time in Retry-After; give the server more capacity if it is refused again.");

    private final String value;
    private final String title;
    private final String remedy;

    RejectionCode(String value, String title, String remedy) {
        this.value = value;
        this.title = title;
        this.remedy = remedy;
    }

    /** The code in audit, metrics and documents: {@code family.reason}. */
    public String value() {
        return value;
    }

    /** Description of the reason, in one sentence without a full stop. */
    public String title() {
        return title;
    }

    /** The remedy. */
    public String remedy() {
        return remedy;
    }

    /** The code with exactly this value. */
    public static Optional<RejectionCode> of(String value) {
        return Arrays.stream(values()).filter(code -> code.value.equals(value)).findFirst();
    }
}
