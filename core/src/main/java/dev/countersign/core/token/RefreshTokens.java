package dev.countersign.core.token;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The records of refresh tokens, shared by all nodes: a spent or revoked one is so on every node at once. */
public interface RefreshTokens {

    /** The record of the refresh token with this hash. */
    Lookup find(Sha256 hash);

    /**
     * Spends a refresh token and the JWTs presented with it, and records its successor and the access token, in one
     * transaction that is on disk on return. If it was spent meanwhile, the family is revoked instead (RFC 9700
     * §4.14.2).
     */
    Rotation rotate(Exchange exchange);

    /**
     * Revokes a family and all its access tokens, with an event in the audit, in one transaction that is on disk on
     * return (RFC 7009 §2.1).
     */
    TokenRecords.Revoking revoke(RefreshFamily family, Cause cause, TokenRecords.Revocation revocation);

    /**
     * Exchange of one refresh token for the next.
     *
     * @param replayKeys of the JWTs redeemed with it
     * @param spent the hash of the presented token
     * @param next the hash of its successor
     * @param token the access token issued with it
     */
    record Exchange(
            List<ReplayKey> replayKeys,
            RefreshFamily family,
            Sha256 spent,
            Sha256 next,
            IssuedToken token,
            CorrelationId correlationId,
            Instant at) {
        public Exchange {
            replayKeys = List.copyOf(replayKeys);
        }
    }

    /** Reason for revoking a family. */
    enum Cause {
        /** Its application revoked it. */
        GIVEN_BACK,
        /** A refresh token was presented twice, so one of the two presentations was not legitimate. */
        REUSED
    }

    /** State of a refresh token. */
    enum Standing {
        /** The newest of its family. */
        CURRENT,
        /** It was exchanged for a newer one. */
        SPENT,
        /** Its family was revoked. */
        REVOKED
    }

    /** Outcome of looking up a record. */
    sealed interface Lookup {
        record Found(RefreshFamily family, Standing standing) implements Lookup {}

        record None() implements Lookup {}

        /** Failure: the store is unavailable. */
        record Unavailable(Duration retryAfter) implements Lookup {}
    }

    /** Outcome of a rotation. */
    sealed interface Rotation {
        /** Success: recorded on disk. */
        record Rotated() implements Rotation {}

        /**
         * Failure: the refresh token is not current, and nothing was issued; if it was spent, its family is revoked.
         */
        record NotCurrent(Standing standing) implements Rotation {}

        /** Failure: a JWT presented with it was redeemed before; nothing was done. */
        record Replayed(TokenLedger.Redemption.Replayed jwt) implements Rotation {}

        /**
         * Failure: the store is unavailable or cannot write; it is unknown whether the token is spent, and none was
         * issued.
         */
        record Unavailable(Duration retryAfter) implements Rotation {}
    }
}
