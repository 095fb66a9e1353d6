package dev.countersign.server.store.ledger;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.oauth.TokenId;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.TokenForm;
import dev.countersign.core.token.TokenLedger.Redemption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Replay keys and tokens as the grant hands them to the ledger. */
public final class Redemptions {
    public static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");

    private Redemptions() {}

    public static List<ReplayKey> key(String assertion) {
        return key(assertion, NOW.plusSeconds(600));
    }

    public static List<ReplayKey> key(String assertion, Instant keepUntil) {
        return List.of(new ReplayKey(Sha256.ofUtf8(assertion), keepUntil));
    }

    /** The key of an assertion whose issuer allows re-use at the moment. */
    static List<ReplayKey> reusable(String assertion) {
        return List.of(new ReplayKey(Sha256.ofUtf8(assertion), NOW.plusSeconds(600), true));
    }

    /** The outcome for an assertion that was redeemed before. */
    public static Redemption.Replayed replayed(String assertion, Instant rememberedUntil) {
        return new Redemption.Replayed(Sha256.ofUtf8(assertion), rememberedUntil);
    }

    public static IssuedToken token() {
        return token(Secrets.generateId(), NOW.plusSeconds(3600));
    }

    public static IssuedToken token(String id, Instant expiresAt) {
        return new IssuedToken(
                new TokenId(id),
                Optional.of(new IssuerId("issuer-1")),
                "partner:alice",
                new ApplicationId("application-1"),
                new ClientId("orders-client"),
                ScopeSet.of(List.of("orders:read", "orders:write")),
                List.of(new Audience("https://api.example"), new Audience("https://other.example")),
                NOW,
                expiresAt,
                new TokenForm.Jwt());
    }
}
