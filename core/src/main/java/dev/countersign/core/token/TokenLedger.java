package dev.countersign.core.token;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The record of what was redeemed and what was issued: durable, atomic, shared by all nodes. A token leaves only after
 * {@link Redemption.Recorded}.
 */
public interface TokenLedger {

    /**
     * Records, in one transaction, that JWTs are spent and the token issued. Returns only when the outcome is on disk. When
     * it returns {@link Redemption.Unavailable} the outcome may be unknown: the JWTs may be spent, but no token was sent.
     *
     * @param replayKeys of all that is spent; where one of them is refused, none is spent
     */
    default Redemption redeem(List<ReplayKey> replayKeys, IssuedToken token) {
        return redeem(replayKeys, token, Optional.empty());
    }

    /** The same, and in the same transaction the first refresh token of a family, of which the access token is. */
    Redemption redeem(List<ReplayKey> replayKeys, IssuedToken token, Optional<FirstRefreshToken> refreshToken);

    /**
     * Records that JWTs were used, for which no token is issued: that of a client which proves who it is. Returns only when
     * the outcome is on disk.
     */
    Redemption spend(List<ReplayKey> replayKeys);

    /**
     * What {@link #redeem} would answer now: {@link Redemption.Recorded} when nothing stands against it. Nothing is
     * written and nothing reserved.
     */
    Redemption peek(List<ReplayKey> replayKeys);

    /** The hash of the first refresh token of a family. */
    record FirstRefreshToken(Sha256 hash, RefreshFamily family) {}

    /** What came of a redemption. */
    sealed interface Redemption {
        /** On disk. */
        record Recorded() implements Redemption {}

        /**
         * A JWT was spent before, or is so old that the ledger may have forgotten it. Nothing is recorded.
         *
         * @param hash of its replay key
         * @param rememberedUntil until when the ledger knows
         */
        record Replayed(Sha256 hash, Instant rememberedUntil) implements Redemption {}

        /** The store does not answer or cannot write. */
        record Unavailable(Duration retryAfter) implements Redemption {}

        /** Too many redemptions are waiting already; nothing was tried. */
        record Overloaded(Duration retryAfter) implements Redemption {}
    }
}
