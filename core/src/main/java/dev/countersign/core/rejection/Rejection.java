package dev.countersign.core.rejection;

/**
 * A refusal: one record per reason, with the evidence that led to it. Every refusal there is stands in one of these
 * families; {@link OAuthError#of} alone says what the caller sees of it.
 */
public sealed interface Rejection
        permits RequestRejection,
                ClientRejection,
                IssuerRejection,
                AssertionRejection,
                RefreshTokenRejection,
                PolicyRejection,
                DependencyRejection {

    /** The stable code of the reason. */
    RejectionCode code();

    /** What was expected and what was met; for the audit and for administrators, never for the caller. */
    Evidence evidence();
}
