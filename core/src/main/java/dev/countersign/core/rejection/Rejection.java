package dev.countersign.core.rejection;

/**
 * A refusal: one record per reason, with its evidence. Every refusal belongs to one of these families; {@link
 * OAuthError#of} alone determines its public response.
 */
public sealed interface Rejection
        permits RequestRejection,
                ClientRejection,
                CertificateRejection,
                DpopRejection,
                IssuerRejection,
                AssertionRejection,
                RefreshTokenRejection,
                ExchangeRejection,
                PolicyRejection,
                DependencyRejection {

    /** The stable code of the reason. */
    RejectionCode code();

    /** The expected and the actual value; for the audit and for administrators, never for the caller. */
    Evidence evidence();
}
