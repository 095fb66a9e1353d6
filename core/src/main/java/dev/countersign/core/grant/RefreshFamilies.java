package dev.countersign.core.grant;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.Stage.AssertionVerified;
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
import java.time.Instant;
import java.util.Optional;

/** The rules of how families of refresh tokens begin and how they go on. */
final class RefreshFamilies {
    private RefreshFamilies() {}

    /** RFC 7521 §4.1 recommends none, so only an application that asks for refresh tokens gets them. */
    static boolean isWanted(Authorized authorized, AssertionVerified verified) {
        return verified.client().authenticated().client().mayUse(GrantType.REFRESH_TOKEN)
                && expiry(authorized, verified).isAfter(authorized.grant().issuedAt());
    }

    static RefreshFamily begin(Authorized authorized, AssertionVerified verified) {
        AccessGrant grant = authorized.grant();
        RegisteredClient client = verified.client().authenticated().client();
        return new RefreshFamily(
                new FamilyId(Secrets.generateId()),
                verified.before().policy().issuer().id(),
                grant.subject(),
                client.id(),
                client.clientId(),
                grant.scopes(),
                grant.audiences(),
                verified.client().request().access().resources(),
                verified.assertion().claims(),
                grant.issuedAt(),
                expiry(authorized, verified));
    }

    /** An issuer that binds access tokens to its assertions binds refresh tokens to them, too. */
    private static Instant expiry(Authorized authorized, AssertionVerified verified) {
        RegisteredClient client = verified.client().authenticated().client();
        Instant ordinary =
                authorized.grant().issuedAt().plus(client.refreshToken().lifetime());
        Instant assertion = verified.assertion().expiresAt();
        return verified.before().policy().issuer().boundByAssertion() && assertion.isBefore(ordinary)
                ? assertion
                : ordinary;
    }

    /** The refusal that an outcome of the store means; empty when the refresh token was exchanged. */
    static Optional<Rejection> refusal(Rotation rotation, RefreshFamily family) {
        return switch (rotation) {
            case Rotation.Rotated() -> Optional.empty();
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
