package dev.countersign.core.token;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The records of refresh tokens, shared by all nodes: what is spent or revoked there is so everywhere at once. */
public interface RefreshTokens {

    /** The record of the refresh token with this hash. */
    Lookup find(Sha256 hash);

    /**
     * Spends a refresh token and the JWTs that came with it, and records its successor and the access token, in one
     * transaction that is on disk on return. When it was spent meanwhile, the family is revoked in its place (RFC 9700
     * §4.14.2).
     */
    Rotation rotate(Exchange exchange);

    /**
     * Revokes a family and every access token it gave, with an event in the audit, in one transaction that is on disk on
     * return (RFC 7009 §2.1).
     */
    TokenRecords.Revoking revoke(RefreshFamily family, Cause cause, TokenRecords.Revocation revocation);

    /**
     * One refresh token for the next.
     *
     * @param replayKeys of the JWTs that are spent with it
     * @param spent the hash of the one that was presented
     * @param next the hash of the one that takes its place
     * @param token the access token that goes with it
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

    /** Why a family is revoked. */
    enum Cause {
        /** Its application gave it back. */
        GIVEN_BACK,
        /** A refresh token was presented twice, and one of the two parties that did has stolen it. */
        REUSED
    }

    /** How a refresh token stands. */
    enum Standing {
        /** The newest of its family. */
        CURRENT,
        /** It was exchanged for a newer one. */
        SPENT,
        /** Its family was revoked. */
        REVOKED
    }

    /** What came of looking for a record. */
    sealed interface Lookup {
        record Found(RefreshFamily family, Standing standing) implements Lookup {}

        record None() implements Lookup {}

        /** The store does not answer, so it is not known. */
        record Unavailable(Duration retryAfter) implements Lookup {}
    }

    /** What came of a rotation. */
    sealed interface Rotation {
        /** On disk. */
        record Rotated() implements Rotation {}

        /** Nothing was issued, because of how the refresh token stands; a spent one has cost its family. */
        record NotCurrent(Standing standing) implements Rotation {}

        /** A JWT that came with it was spent before; nothing was done. */
        record Replayed(TokenLedger.Redemption.Replayed jwt) implements Rotation {}

        /** The store does not answer or cannot write; whether the token is spent is unknown, and none was issued. */
        record Unavailable(Duration retryAfter) implements Rotation {}
    }
}
