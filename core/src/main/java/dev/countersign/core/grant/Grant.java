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
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.trust.TrustSnapshot;
import java.time.Instant;
import java.util.Optional;

/**
 * An authorization grant as a token request presents it: the parameters of its own, and the way from them to an
 * {@link Entitlement}. One class a grant; all that comes before and after is the same for every grant.
 */
public interface Grant {

    /** The value of {@code grant_type}. */
    GrantType type();

    /** What holds when the application may use the grant, in one sentence without a full stop. */
    String permission();

    /**
     * Walks over the check that the application may use the grant (RFC 7521 §4.1).
     *
     * @param client empty in an explanation alone, for an application that is not registered
     */
    default void permit(Optional<RegisteredClient> client, CheckWalk walk) {
        walk.note(
                RejectionCode.CLIENT_GRANT_NOT_ALLOWED,
                permission(),
                client.map(known -> CheckOutcome.of(
                                known.mayUse(type()),
                                () -> new ClientRejection.GrantNotAllowed(type(), known.grantTypes())))
                        .orElseGet(() -> new CheckOutcome.Skipped("the application is not registered")));
    }

    /** Walks over the checks of its own parameters. */
    void form(CheckWalk walk);

    /**
     * Walks over the checks of what is presented. Nothing is changed by it, so that an explanation may do it, too.
     *
     * @return what is entitled to; of a walk that goes on although a check has failed, what would be. Empty when that cannot
     *     be said
     */
    Optional<Entitlement> entitle(Claimant claimant, Parts parts, GrantWalk walk);

    /** Takes note that what is presented cannot be looked up among what was redeemed. */
    default void skipRedemption(String reason, CheckWalk walk) {
        // only what is redeemed once can have been redeemed before
    }

    /**
     * Acts on a refusal of what was presented, such as a refresh token that was stolen.
     *
     * @return the refusal to be answered
     */
    default Rejection consequence(Rejection refusal, Stage.PossessionProven by, Parts parts) {
        return refusal;
    }

    /** The grant that a token request presents, not yet judged. */
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
            case CLIENT_CREDENTIALS -> new ClientCredentialsGrant();
        };
    }

    /**
     * The party that presents a grant.
     *
     * @param client the application; empty only in an explanation
     * @param access what it asks for; empty only in an explanation, when that is malformed
     * @param at the moment of the request
     */
    record Claimant(
            Optional<RegisteredClient> client, Optional<RequestedAccess> access, TrustSnapshot trust, Instant at) {}

    /** What grants are judged with. */
    record Parts(VerificationKeys keys, RefreshTokens refreshTokens, TokenLedger ledger) {}
}
