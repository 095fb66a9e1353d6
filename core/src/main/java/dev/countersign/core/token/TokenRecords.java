package dev.countersign.core.token;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.ClientId;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.oauth.TokenId;
import java.time.Duration;
import java.time.Instant;

/** The records of issued access tokens, shared by all nodes: what is revoked there is revoked everywhere at once. */
public interface TokenRecords {

    /** The record of the token with this id. */
    Lookup find(TokenId id);

    /** The record of the opaque token with this hash. */
    Lookup find(Sha256 opaque);

    /** Revokes a token, with an event in the audit, in one transaction that is on disk on return (RFC 7009 §2). */
    Revoking revoke(IssuedToken token, Revocation revocation);

    /** Who revokes, when, by which request. */
    record Revocation(ClientId by, CorrelationId correlationId, Instant at) {}

    /** What came of looking for a record. */
    sealed interface Lookup {
        record Found(IssuedToken token, boolean revoked) implements Lookup {}

        record None() implements Lookup {}

        /** The store does not answer, so it is not known. */
        record Unavailable(Duration retryAfter) implements Lookup {}
    }

    /** What came of revoking. */
    sealed interface Revoking {
        /** On disk; it may have been revoked before. */
        record Done() implements Revoking {}

        /** The store does not answer or cannot write; whether it is revoked is unknown. */
        record Unavailable(Duration retryAfter) implements Revoking {}
    }
}
