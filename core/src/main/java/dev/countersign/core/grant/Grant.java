package dev.countersign.core.grant;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.keys.VerificationKeys;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.policy.RequestedAccess;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.ClientRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.RequestRejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.LiveTokens;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * An authorization grant in a token request: its own parameters, and their conversion to an {@link Entitlement}. There
 * is one class for each grant; everything before and after is the same for all.
 */
public interface Grant {

    /** The value of {@code grant_type}. */
    GrantType type();

    /** The condition that the application may use the grant, in one sentence without a full stop. */
    String permission();

    /**
     * Checks that the application may use the grant (RFC 7521 §4.1).
     *
     * @param client empty only in an explanation, for an application that is not registered
     */
    default void permit(Optional<RegisteredClient> client, CheckWalk walk) {
        walk.note(
                RejectionCode.CLIENT_GRANT_NOT_ALLOWED,
                permission(),
                client.map(known -> CheckOutcome.of(
                                known.mayUse(type()),
                                () -> new ClientRejection.GrantNotAllowed(
                                        type(), known.access().grantTypes())))
                        .orElseGet(() -> new CheckOutcome.Skipped("the application is not registered")));
    }

    /**
     * The application that a request without client credentials is judged as; refused unless something presented
     * determines one. Nothing is verified yet.
     */
    default Ruling<RegisteredClient> withoutCredentials(TrustSnapshot trust) {
        return DefaultApplication.none();
    }

    /** Checks its own parameters. */
    void form(CheckWalk walk);

    /**
     * Checks what is presented. It changes nothing, so that an explanation may do the same.
     *
     * @return the entitlement; in a sequence that continues after a failed check, the possible one. Empty when it
     *     cannot be determined
     */
    Optional<Entitlement> entitle(Claimant claimant, Parts parts, GrantWalk walk);

    /** Reports that what is presented cannot be looked up in the ledger. */
    default void skipRedemption(String reason, CheckWalk walk) {
        // only grants that are redeemed once are in the ledger
    }

    /**
     * Handles a refusal of what was presented, such as a reused refresh token.
     *
     * @return the refusal to be answered
     */
    default Rejection consequence(Rejection refusal, Stage.PossessionProven by, Parts parts) {
        return refusal;
    }

    /** The grant presented by a token request, before any check. */
    static Ruling<Grant> of(RequestParameters parameters) {
        Optional<String> value = parameters.value("grant_type");
        if (value.isEmpty()) {
            return Ruling.refused(new RequestRejection.GrantTypeMissing());
        }
        Optional<Grant> grant = GrantType.of(value.get()).map(type -> read(type, parameters));
        return grant.isPresent()
                ? Ruling.granted(grant.get())
                : Ruling.refused(new RequestRejection.GrantTypeUnsupported(value.get()));
    }

    private static Grant read(GrantType type, RequestParameters parameters) {
        return switch (type) {
            case JWT_BEARER -> JwtBearerGrant.read(parameters);
            case REFRESH_TOKEN -> RefreshGrant.read(parameters);
            case TOKEN_EXCHANGE -> TokenExchangeGrant.read(parameters);
            case CLIENT_CREDENTIALS -> new ClientCredentialsGrant();
        };
    }

    /**
     * The party that presents a grant.
     *
     * @param client the application; empty only in an explanation
     * @param hasCredentials whether the application authenticated itself
     * @param access the requested access; empty only in an explanation, when that is malformed
     * @param at the time of the request
     */
    record Claimant(
            Optional<RegisteredClient> client,
            boolean hasCredentials,
            Optional<RequestedAccess> access,
            TrustSnapshot trust,
            Instant at) {}

    /** Services used by grants. */
    record Parts(VerificationKeys keys, RefreshTokens refreshTokens, TokenLedger ledger, LiveTokens tokens) {}
}
