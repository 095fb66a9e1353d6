package dev.countersign.core.grant;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.token.IssuedToken;
import dev.countersign.core.token.RefreshFamily;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What was redeemed and what was issued: durable, atomic, shared by all nodes. A token leaves only after
 * {@link Redemption.Recorded}.
 */
public interface TokenLedger {

    /**
     * Records, in one transaction, that the assertion is redeemed and the token issued. Returns only when the outcome is
     * on disk. When it returns {@link Redemption.Unavailable} the outcome may be unknown: the assertion may be spent,
     * but no token was sent.
     *
     * @param replayKey empty for grants without an assertion
     */
    default Redemption redeem(Optional<ReplayKey> replayKey, IssuedToken token) {
        return redeem(replayKey, token, Optional.empty());
    }

    /** The same, and in the same transaction the first refresh token of a family, of which the access token is. */
    Redemption redeem(Optional<ReplayKey> replayKey, IssuedToken token, Optional<FirstRefreshToken> refreshToken);

    /**
     * Records that a JWT was used, for which no token is issued: that of a client which proves who it is. Returns only
     * when the outcome is on disk.
     */
    Redemption spend(ReplayKey replayKey);

    /**
     * What {@link #redeem} would answer now: {@link Redemption.Recorded} when nothing stands against it. Nothing is
     * written and nothing reserved.
     */
    Redemption peek(Optional<ReplayKey> replayKey);

    /**
     * What an assertion is known by.
     *
     * @param hash of the issuer and {@code jti}, or of the signing input
     * @param keepUntil when no clock skew could make the assertion acceptable any more
     * @param reusable whether it may be redeemed although it is on record; it is put on record all the same, so that the issuer
     *     can be held to single use again
     */
    record ReplayKey(Sha256 hash, Instant keepUntil, boolean reusable) {
        /** Of an assertion that is redeemed once. */
        public ReplayKey(Sha256 hash, Instant keepUntil) {
            this(hash, keepUntil, false);
        }
    }

    /** The hash of the first refresh token of a family. */
    record FirstRefreshToken(Sha256 hash, RefreshFamily family) {}

    /** What came of a redemption. */
    sealed interface Redemption {
        /** On disk. */
        record Recorded() implements Redemption {}

        /**
         * The assertion was redeemed before, or is so old that the ledger may have forgotten it.
         *
         * @param rememberedUntil until when the ledger knows
         */
        record Replayed(Instant rememberedUntil) implements Redemption {}

        /** The store does not answer or cannot write. */
        record Unavailable(Duration retryAfter) implements Redemption {}

        /** Too many redemptions are waiting already; nothing was tried. */
        record Overloaded(Duration retryAfter) implements Redemption {}
    }
}
