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

/** What a JWKS URL gave when it was asked. Nothing of it counts yet. */
public sealed interface JwksTrial {
    Logger LOG = System.getLogger(JwksTrial.class.getName());

    /**
     * A JWK set, of which every key may be unusable.
     *
     * @param json the set as it came
     * @param askedAt when the issuer was asked, from which the age of the set counts
     * @param latency how long the issuer took
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
    record Answered(URI url, KeySet keys, byte[] json, Instant askedAt, Duration latency) implements JwksTrial {
        FetchedSet set() {
            return new FetchedSet(keys, askedAt);
        }
    }

    /**
     * An answer that is no JWK set.
     *
     * @param problem a sentence in our own words
     */
    record Unreadable(String problem) implements JwksTrial {}

    /**
     * No answer that may be used.
     *
     * @param reason a clause in our own words, such as "timed out after 1000 ms"
     */
    record Unreachable(String reason) implements JwksTrial {}

    /** Asks the URL, in the calling thread and within the bounds of the fetcher. */
    static JwksTrial make(URI url, KeyringPorts ports) {
        // The age of a set counts from the question: a key may be withdrawn while the answer is on its way.
        Instant asked = ports.clock().instant();
        try {
            return switch (ports.fetcher().fetch(url)) {
                case FetchOutcome.Failed(String reason) -> new Unreachable(reason);
                case FetchOutcome.Fetched fetched -> read(url, fetched, asked);
            };
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "Fetching a JWK set failed by a fault of ours", fault);
            return new Unreachable("a fault of this server, which is in its log");
        }
    }

    /** The outcome for the metrics: an answer that is no JWK set is a failed fetch. */
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
