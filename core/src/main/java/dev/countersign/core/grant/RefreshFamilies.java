package dev.countersign.core.grant;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.Entitlement.Refresh;
import dev.countersign.core.grant.Stage.Authorized;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.FamilyId;
import dev.countersign.core.oauth.GrantType;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.RefreshTokenRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.token.RefreshFamily;
import dev.countersign.core.token.RefreshTokens.Rotation;
import dev.countersign.core.trust.IssuerPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Rules for the start and the continuation of families of refresh tokens. */
final class RefreshFamilies {
    private RefreshFamilies() {}

    /**
     * Whether a refresh token is issued. RFC 7521 §4.1 recommends none, so only an application with that setting gets
     * the first of a family, and never for a request without client credentials: with them it would have to present
     * the refresh token (RFC 6749 §6).
     */
    static boolean isWanted(Authorized authorized) {
        return switch (authorized.before().entitlement().refresh()) {
            case Refresh.None() -> false;
            case Refresh.First() ->
                authorized.before().before().before().request().hasCredentials()
                        && authorized.before().before().client().mayUse(GrantType.REFRESH_TOKEN)
                        && expiry(authorized).isAfter(authorized.grant().issuedAt());
            case Refresh.Next _ -> true;
        };
    }

    static RefreshFamily begin(Authorized authorized) {
        AccessGrant grant = authorized.grant();
        Stage.PossessionProven by = authorized.before().before();
        Entitlement entitlement = authorized.before().entitlement();
        return new RefreshFamily(
                new FamilyId(Secrets.generateId()),
                entitlement.issuer().orElseThrow().issuer().id(),
                grant.subject(),
                by.client().id(),
                by.client().clientId(),
                grant.scopes(),
                grant.audiences(),
                by.before().request().access().resources(),
                entitlement.claims().values(),
                authorized.before().confirmation(),
                grant.issuedAt(),
                expiry(authorized));
    }

    /** An issuer that limits access tokens to the lifetime of its assertions limits refresh tokens too. */
    private static Instant expiry(Authorized authorized) {
        RegisteredClient client = authorized.before().before().client();
        Entitlement entitlement = authorized.before().entitlement();
        Duration lifetime = client.tokens().refreshToken().lifetime();
        Instant ordinary = authorized.grant().issuedAt().plus(lifetime);
        return entitlement
                .issuer()
                .map(IssuerPolicy::issuer)
                .filter(issuer -> issuer.grants().boundByAssertion())
                .flatMap(_ -> entitlement.claims().expiry())
                .filter(assertion -> assertion.isBefore(ordinary))
                .orElse(ordinary);
    }

    /** The refusal for an outcome of the store; empty when the refresh token was exchanged. */
    static Optional<Rejection> refusal(Rotation rotation, RefreshFamily family, List<Redeemable> redeems) {
        return switch (rotation) {
            case Rotation.Rotated() -> Optional.empty();
            case Rotation.Replayed(var jwt) -> Optional.of(Redeemable.refusal(jwt, redeems));
            case Rotation.NotCurrent(var standing) ->
                Optional.of(
                        switch (standing) {
                            case SPENT -> new RefreshTokenRejection.Reused(family.id());
                            case CURRENT, REVOKED -> new RefreshTokenRejection.Revoked(family.id());
                        });
            case Rotation.Unavailable(var retryAfter) ->
                Optional.of(new DependencyRejection.StoreUnavailable(retryAfter));
        };
    }
}
