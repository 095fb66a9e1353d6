package dev.countersign.core.keys;

import java.time.Duration;

/** What came of asking an issuer for its JWK set. */
public sealed interface FetchOutcome {

    /**
     * An answer with status 200, within all limits. It is not read yet.
     *
     * @param latency how long the issuer took
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Fetched(byte[] body, Duration latency) implements FetchOutcome {}

    /**
     * No answer that may be used.
     *
     * @param reason a clause for administrators, in our own words, such as "timed out after 1000 ms"
     */
    record Failed(String reason) implements FetchOutcome {}
}
