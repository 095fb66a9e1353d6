package dev.countersign.core.issuer;

import dev.countersign.core.issuer.RemoteState.FetchedSet;
import dev.countersign.core.jose.JwkSetReader;
import dev.countersign.core.jose.JwkSetReading;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Instant;

/**
 * One attempt to get a JWK set, with the answer already read.
 *
 * <p>Every set that can be read counts, even one without a single usable key: to publish an empty set is how an issuer
 * takes all its keys back, and nobody but the issuer can say so, because the answer came over TLS. What cannot be read
 * (an error page, half an answer, too many keys) says nothing about keys: it is a failure, and the last good set serves
 * on.
 */
sealed interface FetchAttempt {
    Logger LOG = System.getLogger(FetchAttempt.class.getName());

    /** What those who count are told. */
    FetchOutcome outcome();

    /** A set that counts from now on. */
    record Good(FetchedSet set, FetchOutcome.Fetched outcome) implements FetchAttempt {}

    /** No set. */
    record Bad(FetchOutcome.Failed outcome) implements FetchAttempt {}

    /** Asks the issuer, in the calling thread. */
    static FetchAttempt make(URI url, KeyringPorts ports) {
        // The age of a set counts from the question: a key may be withdrawn while the answer is on its way.
        Instant asked = ports.clock().instant();
        try {
            return switch (ports.fetcher().fetch(url)) {
                case FetchOutcome.Failed failed -> new Bad(failed);
                case FetchOutcome.Fetched fetched -> read(fetched, asked);
            };
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "Fetching a JWK set failed by a fault of ours; the last good set serves", fault);
            return new Bad(new FetchOutcome.Failed("a fault of this server, which is in its log"));
        }
    }

    private static FetchAttempt read(FetchOutcome.Fetched fetched, Instant asked) {
        return switch (JwkSetReader.read(fetched.body())) {
            case JwkSetReading.Unreadable(String problem) -> new Bad(new FetchOutcome.Failed(problem));
            case JwkSetReading.Read(var keys) -> new Good(new FetchedSet(keys, asked), fetched);
        };
    }
}
