package dev.countersign.core.grant;

import dev.countersign.core.assertion.VerifiedAssertion;
import dev.countersign.core.client.AccessTokenType;
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
import dev.countersign.core.token.AccessTokenMinter;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenForm;
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
        Optional<String> opaque = client(authorized).accessToken().type() == AccessTokenType.OPAQUE
                ? Optional.of(Secrets.generate())
                : Optional.empty();
        IssuedToken token =
                token(authorized, verified.map(TokenIssuance::issuer).map(TrustedIssuer::id), opaque);
        Redemption redemption = ledger.redeem(verified.flatMap(TokenIssuance::replayKey), token);
        String redeemed = verified.map(
                        assertion -> Replay.describe(assertion.assertion().unverified()))
                .orElse("the client's credentials");
        return Replay.refusal(redemption, redeemed)
                .<Verdict<Redeemed>>map(rejection -> new Verdict.Refused<>(rejection, authorized))
                .orElseGet(() -> new Verdict.Passed<>(new Redeemed(authorized, token, opaque)));
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
                                authorized.grant().claims()))));
    }

    private static IssuedToken token(Authorized authorized, Optional<IssuerId> issuer, Optional<String> opaque) {
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
                grant.expiresAt(),
                opaque.<TokenForm>map(text -> new TokenForm.Opaque(Sha256.ofUtf8(text), grant.claims()))
                        .orElseGet(TokenForm.Jwt::new));
    }

    private static Optional<ReplayKey> replayKey(AssertionVerified verified) {
        VerifiedAssertion assertion = verified.assertion();
        return Replay.key(assertion.unverified(), assertion.expiresAt(), issuer(verified));
    }

    private static TrustedIssuer issuer(AssertionVerified verified) {
        return verified.before().policy().issuer();
    }

    private static RegisteredClient client(Authorized authorized) {
        ClientAuthenticated client = authorized.before().client();
        return client.authenticated().client();
    }
}
