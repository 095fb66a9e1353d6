package dev.countersign.core.token;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of an access token, on disk before the token is sent.
 *
 * @param issuer the trusted token issuer whose assertion it was issued for; empty for a client's own token
 * @param issuerSubject the subject as that issuer names it; empty for a client's own token, and where an earlier version
 *     recorded the token
 * @param confirmation the key to which it is bound
 * @param issuedAt in whole seconds
 * @param expiresAt in whole seconds
 * @param derivation its origin in a token exchange, and the only party that may become its actor
 */
public record IssuedToken(
        TokenId id,
        Optional<IssuerId> issuer,
        String subject,
        Optional<IssuerSubject> issuerSubject,
        ApplicationId application,
        ClientId clientId,
        ScopeSet scopes,
        List<Audience> audiences,
        Confirmation confirmation,
        Instant issuedAt,
        Instant expiresAt,
        TokenForm form,
        Derivation derivation) {

    /** The record of a token that was not issued by token exchange, and restricts no actor. */
    public IssuedToken(
            TokenId id,
            Optional<IssuerId> issuer,
            String subject,
            Optional<IssuerSubject> issuerSubject,
            ApplicationId application,
            ClientId clientId,
            ScopeSet scopes,
            List<Audience> audiences,
            Confirmation confirmation,
            Instant issuedAt,
            Instant expiresAt,
            TokenForm form) {
        this(
                id,
                issuer,
                subject,
                issuerSubject,
                application,
                clientId,
                scopes,
                audiences,
                confirmation,
                issuedAt,
                expiresAt,
                form,
                Derivation.NONE);
    }

    /** The record of a token that any bearer may use, whose subject no issuer names. */
    public IssuedToken(
            TokenId id,
            Optional<IssuerId> issuer,
            String subject,
            ApplicationId application,
            ClientId clientId,
            ScopeSet scopes,
            List<Audience> audiences,
            Instant issuedAt,
            Instant expiresAt,
            TokenForm form) {
        this(
                id,
                issuer,
                subject,
                Optional.empty(),
                application,
                clientId,
                scopes,
                audiences,
                Confirmation.NONE,
                issuedAt,
                expiresAt,
                form);
    }

    public IssuedToken {
        audiences = List.copyOf(audiences);
    }
}
