package dev.countersign.core.keys;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.keys.RemoteState.FetchedSet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;

/** Result of a trial of a JWKS URL. It has no effect on exchanges yet. */
public sealed interface JwksTrial {
    Logger LOG = System.getLogger(JwksTrial.class.getName());

    /**
     * A JWK set, in which all keys may be unusable.
     *
     * @param json the set as received
     * @param askedAt time of the request, from which the age of the set is measured
     * @param latency response time of the issuer
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Answered(URI url, KeySet keys, byte[] json, Instant askedAt, Duration latency) implements JwksTrial {
        FetchedSet set() {
            return new FetchedSet(keys, askedAt);
        }
    }

    /**
     * A response that is not a JWK set.
     *
     * @param problem a sentence that does not quote the response
     */
    record Unreadable(String problem) implements JwksTrial {}

    /**
     * No usable response.
     *
     * @param reason a clause such as "timed out after 1000 ms"
     */
    record Unreachable(String reason) implements JwksTrial {}

    /** Fetches from the URL, in the calling thread and within the limits of the fetcher. */
    static JwksTrial make(URI url, KeyringPorts ports) {
        // The age of a set is measured from the request: a key may be withdrawn while the response is in transit.
        Instant asked = ports.clock().instant();
        try {
            return switch (ports.fetcher().fetch(url)) {
                case FetchOutcome.Failed(String reason) -> new Unreachable(reason);
                case FetchOutcome.Fetched fetched -> read(url, fetched, asked);
            };
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "Fetching a JWK set failed because of an internal fault", fault);
            return new Unreachable("a fault of this server, which is in its log");
        }
    }

    /** The outcome for the metrics: a response that is not a JWK set is a failed fetch. */
    default FetchOutcome outcome() {
        return switch (this) {
            case Answered answered -> new FetchOutcome.Fetched(answered.json(), answered.latency());
            case Unreadable(String problem) -> new FetchOutcome.Failed(problem);
            case Unreachable(String reason) -> new FetchOutcome.Failed(reason);
        };
    }

    private static JwksTrial read(URI url, FetchOutcome.Fetched fetched, Instant asked) {
        return switch (JwkSetReader.read(fetched.body())) {
            case Parsed.Unreadable(String problem) -> new Unreadable(problem);
            case Parsed.Read(KeySet keys) -> new Answered(url, keys, fetched.body(), asked, fetched.latency());
        };
    }
}
