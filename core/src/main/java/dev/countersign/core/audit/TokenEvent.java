package dev.countersign.core.audit;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.GrantProfile;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Audit event of one token request, accepted or refused. It never holds an assertion, a secret or a token.
 *
 * @param stage the last stage that the request reached
 * @param code the reason of a refusal
 * @param evidence what the refusing check expected and met
 * @param profile of the grant, if what was presented was verified by one
 * @param clientId the client id as presented, proven or not
 * @param application the name of the application, once authenticated
 * @param applicationId the id of the application that authenticated, or whose client id was presented
 * @param secretId which of its secrets the application used
 * @param issuer the name of the trusted token issuer, once resolved
 * @param issuerId its id; names change hands, ids never do
 * @param keyId the label of the key that verified the assertion
 * @param subject the subject of the access token
 * @param issuerSubject the subject as the issuer names it, once the assertion is verified
 * @param actor who acts for the subject, with the issuer that names it
 * @param scopes the scopes that were granted
 * @param remoteAddress the address the request came from
 */
public record TokenEvent(
        Instant at,
        CorrelationId correlationId,
        Outcome outcome,
        String stage,
        Optional<RejectionCode> code,
        Optional<Evidence> evidence,
        Optional<GrantType> grantType,
        Optional<GrantProfile> profile,
        Optional<String> clientId,
        Optional<String> application,
        Optional<ApplicationId> applicationId,
        Optional<String> secretId,
        Optional<String> issuer,
        Optional<IssuerId> issuerId,
        Optional<String> keyId,
        Optional<String> subject,
        Optional<String> issuerSubject,
        Optional<String> actor,
        ScopeSet scopes,
        Optional<TokenId> tokenId,
        Duration duration,
        String remoteAddress) {

    /** Outcome of a token request. */
    public enum Outcome {
        /** A token was issued. */
        ACCEPTED,
        /** A refusal with a code. */
        REFUSED,
        /** An internal fault, answered with 500. */
        FAULT
    }

    /**
     * Whether the caller had proven nothing when the request ended: neither that it is an application, nor, where it
     * presented no client id, by an assertion that was verified.
     */
    public boolean isOfUnprovenCaller() {
        return outcome != Outcome.ACCEPTED && (application.isEmpty() || (clientId.isEmpty() && keyId.isEmpty()));
    }
}
