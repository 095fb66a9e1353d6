package dev.countersign.core.keys;

import java.time.Duration;

/** Outcome of fetching an issuer's JWK set. */
public sealed interface FetchOutcome {

    /**
     * An answer with status 200, within all limits. It is not read yet.
     *
     * @param latency response time of the issuer
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Fetched(byte[] body, Duration latency) implements FetchOutcome {}

    /**
     * Failure: no usable response.
     *
     * @param reason a clause for administrators, such as "timed out after 1000 ms"
     */
    record Failed(String reason) implements FetchOutcome {}
}
