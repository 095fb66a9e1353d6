package dev.countersign.core.token;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.TokenId;
import java.time.Duration;
import java.time.Instant;

/** The records of issued access tokens, shared by all nodes: a revoked one is revoked on every node at once. */
public interface TokenRecords {

    /** The record of the token with this id. */
    Lookup find(TokenId id);

    /** The record of the opaque token with this hash. */
    Lookup find(Sha256 opaque);

    /** Revokes a token, with an event in the audit, in one transaction that is on disk on return (RFC 7009 §2). */
    Revoking revoke(IssuedToken token, Revocation revocation);

    /** Author, request and time of a revocation. */
    record Revocation(ClientId by, CorrelationId correlationId, Instant at) {}

    /** Outcome of looking up a record. */
    sealed interface Lookup {
        record Found(IssuedToken token, boolean revoked) implements Lookup {}

        record None() implements Lookup {}

        /** The store does not answer, so it is not known. */
        record Unavailable(Duration retryAfter) implements Lookup {}
    }

    /** Outcome of revoking. */
    sealed interface Revoking {
        /** Success: recorded on disk; it may have been revoked before. */
        record Done() implements Revoking {}

        /** Failure: the store is unavailable or cannot write; it is unknown whether the token is revoked. */
        record Unavailable(Duration retryAfter) implements Revoking {}
    }
}
