package dev.countersign.core.grant;

import dev.countersign.core.assertion.VerifiedAssertion;
import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.Stage.AssertionVerified;
import dev.countersign.core.grant.Stage.Authorized;
import dev.countersign.core.grant.Stage.ClientAuthenticated;
import dev.countersign.core.grant.Stage.Minted;
import dev.countersign.core.grant.Stage.Redeemed;
import dev.countersign.core.grant.Stage.RefreshTokenFound;
import dev.countersign.core.grant.TokenLedger.FirstRefreshToken;
import dev.countersign.core.grant.TokenLedger.Redemption;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.AccessTokenMinter;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.TokenForm;
import java.util.Optional;

/** The last two steps of every grant: the durable record, and then the signature. */
final class TokenIssuance {
    private final TokenLedger ledger;
    private final RefreshTokens refreshTokens;
    private final AccessTokenMinter minter;

    TokenIssuance(TokenLedger ledger, RefreshTokens refreshTokens, AccessTokenMinter minter) {
        this.ledger = ledger;
        this.refreshTokens = refreshTokens;
        this.minter = minter;
    }

    /** What was presented is spent, and the token on record, in one write that is on disk on return. */
    Verdict<Redeemed> redeem(Authorized authorized) {
        Optional<String> opaque = client(authorized).accessToken().type() == AccessTokenType.OPAQUE
                ? Optional.of(Secrets.generate())
                : Optional.empty();
        return switch (authorized.before()) {
            case AssertionVerified verified -> redeem(authorized, verified, opaque);
            case RefreshTokenFound found -> rotate(authorized, found, opaque);
            case ClientAuthenticated _ -> record(authorized, opaque);
        };
    }

    /** RFC 7523 §3 (7). */
    private Verdict<Redeemed> redeem(Authorized authorized, AssertionVerified verified, Optional<String> opaque) {
        VerifiedAssertion assertion = verified.assertion();
        TrustedIssuer issuer = verified.before().policy().issuer();
        IssuedToken token = token(authorized, Optional.of(issuer.id()), opaque);
        Optional<String> refreshToken =
                RefreshFamilies.isWanted(authorized, verified) ? Optional.of(Secrets.generate()) : Optional.empty();
        Redemption redemption = ledger.redeem(
                Optional.of(Replay.key(assertion.unverified(), assertion.expiresAt(), issuer)),
                token,
                refreshToken.map(text ->
                        new FirstRefreshToken(Sha256.ofUtf8(text), RefreshFamilies.begin(authorized, verified))));
        return redeemed(
                Replay.refusal(redemption, () -> Replay.describe(assertion.unverified())),
                new Redeemed(authorized, token, opaque, refreshToken));
    }

    /** RFC 6749 §6. */
    private Verdict<Redeemed> rotate(Authorized authorized, RefreshTokenFound found, Optional<String> opaque) {
        String next = Secrets.generate();
        IssuedToken token = token(authorized, Optional.of(found.family().issuer()), opaque);
        var rotation = refreshTokens.rotate(new RefreshTokens.Exchange(
                found.family(),
                found.presented(),
                Sha256.ofUtf8(next),
                token,
                found.before().before().origin().correlationId(),
                found.before().before().at()));
        return redeemed(
                RefreshFamilies.refusal(rotation, found.family()),
                new Redeemed(authorized, token, opaque, Optional.of(next)));
    }

    /** RFC 6749 §4.4.3: the client's own credentials give no refresh token. */
    private Verdict<Redeemed> record(Authorized authorized, Optional<String> opaque) {
        IssuedToken token = token(authorized, Optional.empty(), opaque);
        Redemption redemption = ledger.redeem(Optional.empty(), token);
        return redeemed(
                Replay.refusal(redemption, () -> "the client's credentials"),
                new Redeemed(authorized, token, opaque, Optional.empty()));
    }

    private static Verdict<Redeemed> redeemed(Optional<Rejection> refusal, Redeemed redeemed) {
        return Verdict.of(Ruling.unless(refusal, () -> redeemed), redeemed.before());
    }

    /** Signs what is on record, or hands out the text whose hash is. */
    Verdict<Minted> mint(Redeemed redeemed) {
        Authorized authorized = redeemed.before();
        RegisteredClient client = client(authorized);
        return new Verdict.Passed<>(new Minted(
                redeemed,
                redeemed.opaque()
                        .orElseGet(() -> minter.mint(
                                redeemed.token(),
                                client.accessToken().signingAlgorithm(),
                                client.accessToken().typ(),
                                authorized.grant().claims()))));
    }

    private static IssuedToken token(Authorized authorized, Optional<IssuerId> issuer, Optional<String> opaque) {
        AccessGrant grant = authorized.grant();
        RegisteredClient client = client(authorized);
        return new IssuedToken(
                new TokenId(
                        Secrets.generateId(authorized.before().client().before().at())),
                issuer,
                grant.subject(),
                client.id(),
                client.clientId(),
                grant.scopes(),
                grant.audiences(),
                grant.issuedAt(),
                grant.expiresAt(),
                opaque.<TokenForm>map(text -> new TokenForm.Opaque(Sha256.ofUtf8(text), grant.claims()))
                        .orElseGet(TokenForm.Jwt::new));
    }

    private static RegisteredClient client(Authorized authorized) {
        ClientAuthenticated client = authorized.before().client();
        return client.authenticated().client();
    }
}
