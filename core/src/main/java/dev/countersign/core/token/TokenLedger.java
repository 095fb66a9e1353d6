package dev.countersign.core.token;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Ledger of redemptions and issued tokens: durable, atomic, shared by all nodes. A token is sent only after {@link
 * Redemption.Recorded}.
 */
public interface TokenLedger {

    /**
     * Records, in one transaction, that JWTs are redeemed and the token issued, unless the subject of the token is blocked
     * when the transaction takes effect. Returns only when the outcome is on
     * disk. When it returns {@link Redemption.Unavailable} the outcome may be unknown: the JWTs may be redeemed, but no
     * token was sent.
     *
     * @param replayKeys of all redeemed JWTs; if one of them is refused, none is redeemed
     */
    default Redemption redeem(List<ReplayKey> replayKeys, IssuedToken token) {
        return redeem(replayKeys, token, Optional.empty());
    }

    /**
     * The same, with the first refresh token of a family in the same transaction, to which the access token belongs.
     */
    default Redemption redeem(List<ReplayKey> replayKeys, IssuedToken token, Optional<FirstRefreshToken> refreshToken) {
        return redeem(replayKeys, token, refreshToken, List.of());
    }

    /**
     * The same, unless one of these actors is blocked.
     *
     * @param actors the parties that act for the subject, as their issuers name them
     */
    Redemption redeem(
            List<ReplayKey> replayKeys,
            IssuedToken token,
            Optional<FirstRefreshToken> refreshToken,
            List<IssuerSubject> actors);

    /**
     * Records the use of JWTs for which no token is issued: client assertions and proofs of possession. Returns only
     * when the outcome is on disk.
     */
    default Redemption spend(List<ReplayKey> replayKeys) {
        return spend(replayKeys, List.of(), Instant.EPOCH);
    }

    /**
     * The same for a grant that is not recorded as an access token, unless one of these subjects is blocked.
     *
     * @param at time of issue, in whole seconds
     */
    Redemption spend(List<ReplayKey> replayKeys, List<IssuerSubject> subjects, Instant at);

    /**
     * The current outcome of {@link #redeem} for this key: {@link Redemption.Recorded} when it would succeed. Nothing
     * is written or reserved.
     */
    Redemption peek(List<ReplayKey> replayKeys);

    /** The current outcome of {@link #redeem} for a token of this subject, at a time in whole seconds. */
    Redemption peek(IssuerSubject subject, Instant at);

    /** The hash of the first refresh token of a family. */
    record FirstRefreshToken(Sha256 hash, RefreshFamily family) {}

    /** Outcome of a redemption. */
    sealed interface Redemption {
        /** Success: recorded on disk. */
        record Recorded() implements Redemption {}

        /**
         * Failure: a JWT was redeemed before, or is so old that the ledger may have deleted its record. Nothing is
         * recorded.
         *
         * @param hash of its replay key
         * @param rememberedUntil time until which the record is kept
         */
        record Replayed(Sha256 hash, Instant rememberedUntil) implements Redemption {}

        /** Failure: the subject is blocked; nothing is recorded. */
        record Blocked(IssuerSubject subject) implements Redemption {}

        /** Failure: the store is unavailable or cannot write. */
        record Unavailable(Duration retryAfter) implements Redemption {}

        /** Failure: too many redemptions are waiting; nothing was attempted. */
        record Overloaded(Duration retryAfter) implements Redemption {}
    }
}
