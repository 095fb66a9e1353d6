package dev.countersign.core.grant;

import dev.countersign.core.assertion.VerifiedAssertion;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.Stage.AssertionVerified;
import dev.countersign.core.grant.Stage.Authorized;
import dev.countersign.core.grant.Stage.ClientAuthenticated;
import dev.countersign.core.grant.Stage.Minted;
import dev.countersign.core.grant.Stage.Redeemed;
import dev.countersign.core.grant.TokenLedger.Redemption;
import dev.countersign.core.grant.TokenLedger.ReplayKey;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.jose.Secrets;
import dev.countersign.core.jose.Sha256;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.token.AccessTokenMinter;
import dev.countersign.core.token.IssuedToken;
import java.util.Optional;

/** The last two steps of every grant: the durable record, and then the signature. */
final class TokenIssuance {
    private final TokenLedger ledger;
    private final AccessTokenMinter minter;

    TokenIssuance(TokenLedger ledger, AccessTokenMinter minter) {
        this.ledger = ledger;
        this.minter = minter;
    }

    /** RFC 7523 §3 (7): the assertion is spent, and the token on record, in one write that is on disk on return. */
    Verdict<Redeemed> redeem(Authorized authorized) {
        Optional<AssertionVerified> verified =
                authorized.before() instanceof AssertionVerified assertion ? Optional.of(assertion) : Optional.empty();
        IssuedToken token =
                token(authorized, verified.map(TokenIssuance::issuer).map(TrustedIssuer::id));
        Redemption redemption = ledger.redeem(verified.flatMap(TokenIssuance::replayKey), token);
        return switch (redemption) {
            case Redemption.Recorded _ -> new Verdict.Passed<>(new Redeemed(authorized, token));
            case Redemption.Replayed replayed ->
                new Verdict.Refused<>(
                        new AssertionRejection.Replayed(
                                verified.flatMap(assertion ->
                                                assertion.assertion().jti())
                                        .map(jti -> "jti " + jti)
                                        .orElse("the same signed content"),
                                replayed.rememberedUntil()),
                        authorized);
            case Redemption.Unavailable gone ->
                new Verdict.Refused<>(new DependencyRejection.StoreUnavailable(gone.retryAfter()), authorized);
            case Redemption.Overloaded full ->
                new Verdict.Refused<>(new DependencyRejection.ServerOverloaded(full.retryAfter()), authorized);
        };
    }

    /** Signs what is on record. */
    Verdict<Minted> mint(Redeemed redeemed) {
        Authorized authorized = redeemed.before();
        RegisteredClient client = client(authorized);
        return new Verdict.Passed<>(new Minted(
                redeemed,
                minter.mint(
                        redeemed.token(),
                        client.accessToken().signingAlgorithm(),
                        authorized.grant().claims())));
    }

    private static IssuedToken token(Authorized authorized, Optional<IssuerId> issuer) {
        AccessGrant grant = authorized.grant();
        RegisteredClient client = client(authorized);
        return new IssuedToken(
                new TokenId(Secrets.generateId()),
                issuer,
                grant.subject(),
                client.id(),
                client.clientId(),
                grant.scopes(),
                grant.audiences(),
                grant.issuedAt(),
                grant.expiresAt());
    }

    /**
     * What must be unique: issuer and {@code jti}, or what was signed where there is none. It is kept for the greatest
     * skew an issuer can ever be given, so that raising the skew does not bring a spent assertion back to life.
     */
    private static Optional<ReplayKey> replayKey(AssertionVerified verified) {
        if (issuer(verified).replay().allowReuse()) {
            return Optional.empty();
        }
        VerifiedAssertion assertion = verified.assertion();
        Sha256 hash = assertion
                .jti()
                .map(jti -> {
                    String named = assertion.issuer().value();
                    // The length first: no two pairs of issuer and jti make the same text.
                    return Sha256.ofUtf8(named.length() + ":" + named + jti);
                })
                .orElseGet(assertion::signingInputHash);
        return Optional.of(new ReplayKey(hash, assertion.expiresAt().plus(TrustedIssuer.GREATEST_CLOCK_SKEW)));
    }

    private static TrustedIssuer issuer(AssertionVerified verified) {
        return verified.before().policy().issuer();
    }

    private static RegisteredClient client(Authorized authorized) {
        ClientAuthenticated client = authorized.before().client();
        return client.authenticated().client();
    }
}
