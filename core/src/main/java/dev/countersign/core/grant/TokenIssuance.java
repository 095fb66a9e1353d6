package dev.countersign.core.grant;

import dev.countersign.core.audit.TokenRequestTrace;
import dev.countersign.core.audit.TokenRequestTrace.Phase;
import dev.countersign.core.client.AccessTokenType;
import dev.countersign.core.client.ChainingTarget;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.Entitlement.Exchanged;
import dev.countersign.core.grant.Entitlement.Refresh;
import dev.countersign.core.grant.Stage.Authorized;
import dev.countersign.core.grant.Stage.Minted;
import dev.countersign.core.grant.Stage.PossessionProven;
import dev.countersign.core.grant.Stage.Redeemed;
import dev.countersign.core.grant.Stage.TokenText;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.ServerIdentity;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.oauth.TokenTypeUri;
import dev.countersign.core.policy.AccessGrant;
import dev.countersign.core.rejection.DependencyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.AccessTokenMinter;
import dev.countersign.core.token.ChainingGrants;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.RefreshTokens;
import dev.countersign.core.token.TokenForm;
import dev.countersign.core.token.TokenLedger;
import dev.countersign.core.token.TokenLedger.FirstRefreshToken;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The last two phases of a token request: the durable record, and then the signature. */
final class TokenIssuance {
    private final TokenLedger ledger;
    private final RefreshTokens refreshTokens;
    private final AccessTokenMinter minter;
    private final TokenRequestTrace trace;

    TokenIssuance(TokenLedger ledger, RefreshTokens refreshTokens, AccessTokenMinter minter, TokenRequestTrace trace) {
        this.trace = trace;
        this.ledger = ledger;
        this.refreshTokens = refreshTokens;
        this.minter = minter;
    }

    /** Redeems the grant and records the token in one write that is on disk on return. */
    Ruling<Redeemed> redeem(Authorized authorized) {
        List<Redeemable> redeems = authorized.before().redeems();
        List<ReplayKey> keys = Redeemable.keys(redeems);
        Optional<Rejection> twice = Redeemable.twice(redeems, keys);
        if (twice.isPresent()) {
            return Ruling.refused(twice.get());
        }
        Optional<String> opaque = isOpaque(authorized) ? Optional.of(Secrets.generate()) : Optional.empty();
        IssuedToken token = token(authorized, opaque);
        TokenText text;
        try {
            text = opaque.<TokenText>map(TokenText.Ready::new).orElseGet(() -> text(authorized, token));
        } catch (SigningUnavailableException gone) {
            return Ruling.refused(
                    new DependencyRejection.SigningUnavailable(gone.reason(), SigningUnavailableException.RETRY_AFTER));
        }
        Optional<String> refreshToken =
                RefreshFamilies.isWanted(authorized) ? Optional.of(Secrets.generate()) : Optional.empty();
        Optional<Rejection> refusal = trace.during(
                Phase.STORE_COMMIT,
                () -> authorized.before().entitlement().refresh() instanceof Refresh.Next next
                        ? rotate(authorized, next, redeems, keys, token, refreshToken.orElseThrow())
                        : record(authorized, redeems, keys, token, refreshToken));
        return Ruling.unless(refusal, () -> new Redeemed(authorized, token, text, refreshToken));
    }

    /** A JWT that a token exchange asks for is signed, whatever the form of the application's other tokens. */
    private static boolean isOpaque(Authorized authorized) {
        return client(authorized).tokens().accessToken().type() == AccessTokenType.OPAQUE
                && exchanged(authorized)
                        .filter(exchange -> exchange.issued() != TokenTypeUri.ACCESS_TOKEN)
                        .isEmpty();
    }

    private static Optional<Exchanged> exchanged(Authorized authorized) {
        return authorized.before().entitlement().exchanged();
    }

    /** RFC 7523 §3 (7). A grant for another authorization server is no access token, and not recorded as one. */
    private Optional<Rejection> record(
            Authorized authorized,
            List<Redeemable> redeems,
            List<ReplayKey> keys,
            IssuedToken token,
            Optional<String> refreshToken) {
        Optional<FirstRefreshToken> first =
                refreshToken.map(text -> new FirstRefreshToken(Sha256.ofUtf8(text), RefreshFamilies.begin(authorized)));
        List<IssuerSubject> actors = authorized.before().entitlement().actors();
        if (exchanged(authorized).flatMap(Exchanged::target).isPresent()) {
            List<IssuerSubject> subjects = Stream.concat(token.issuerSubject().stream(), actors.stream())
                    .toList();
            return Redeemable.refusal(ledger.spend(keys, subjects, token.issuedAt()), redeems);
        }
        return Redeemable.refusal(ledger.redeem(keys, token, first, actors), redeems);
    }

    /** RFC 6749 §6. */
    private Optional<Rejection> rotate(
            Authorized authorized,
            Refresh.Next presented,
            List<Redeemable> redeems,
            List<ReplayKey> keys,
            IssuedToken token,
            String next) {
        PossessionProven by = authorized.before().before();
        var rotation = refreshTokens.rotate(new RefreshTokens.Exchange(
                keys,
                presented.family(),
                presented.presented(),
                Sha256.ofUtf8(next),
                token,
                by.received().origin().correlationId(),
                by.received().at()));
        return RefreshFamilies.refusal(rotation, presented.family(), redeems);
    }

    /**
     * Signs a token before it is recorded, where a module has the key: when the module fails, nothing has been redeemed, and
     * the request can be repeated. A key in memory does not fail, and signs only what was recorded, so that a repeated
     * assertion costs no signature. The key is chosen here once: the next one, which may be in a module, does not take over
     * between the record and the signature.
     */
    private TokenText text(Authorized authorized, IssuedToken token) {
        SigningKey key = minter.key(client(authorized).tokens().accessToken().signingAlgorithm());
        return key.isInModule() ? new TokenText.Ready(sign(authorized, token, key)) : new TokenText.Unsigned(key);
    }

    /** Signs the recorded token, or takes the text that was made before the record. */
    Minted mint(Redeemed redeemed) {
        return new Minted(
                redeemed,
                switch (redeemed.text()) {
                    case TokenText.Ready(String text) -> text;
                    case TokenText.Unsigned(SigningKey key) -> sign(redeemed.before(), redeemed.token(), key);
                });
    }

    private String sign(Authorized authorized, IssuedToken token, SigningKey key) {
        RegisteredClient client = client(authorized);
        ServerIdentity self = authorized.before().before().received().trust().identity();
        Optional<ChainingTarget> target = exchanged(authorized).flatMap(Exchanged::target);
        if (target.isPresent()) {
            return ChainingGrants.mint(
                    self,
                    token,
                    target.get(),
                    authorized.before().before().before().request().access().resources(),
                    key,
                    authorized.grant().claims());
        }
        return minter.mint(
                self,
                token,
                key,
                client.tokens().accessToken().typ(),
                authorized.grant().claims());
    }

    private static IssuedToken token(Authorized authorized, Optional<String> opaque) {
        AccessGrant grant = authorized.grant();
        PossessionProven by = authorized.before().before();
        RegisteredClient client = by.client();
        return new IssuedToken(
                new TokenId(Secrets.generateId(by.received().at())),
                authorized
                        .before()
                        .entitlement()
                        .issuer()
                        .map(policy -> policy.issuer().id()),
                grant.subject(),
                authorized.before().entitlement().issuerSubject(),
                client.id(),
                client.clientId(),
                grant.scopes(),
                grant.audiences(),
                authorized.before().confirmation(),
                grant.issuedAt(),
                grant.expiresAt(),
                opaque.<TokenForm>map(text -> new TokenForm.Opaque(Sha256.ofUtf8(text), grant.claims()))
                        .orElseGet(TokenForm.Jwt::new),
                authorized.before().entitlement().derivation());
    }

    private static RegisteredClient client(Authorized authorized) {
        return authorized.before().before().client();
    }
}
