package dev.countersign.core.issuer;

import dev.countersign.core.issuer.RemoteState.FetchedSet;
import java.net.URI;

/**
 * One attempt to get a JWK set, with the answer already read.
 *
 * <p>Every set that can be read counts, even one without a single usable key: to publish an empty set is how an issuer
 * takes all its keys back, and nobody but the issuer can say so, because the answer came over TLS. What cannot be read
 * (an error page, half an answer, too many keys) says nothing about keys: it is a failure, and the last good set serves
 * on.
 */
sealed interface FetchAttempt {
    /** What those who count are told. */
    FetchOutcome outcome();

    /** A set that counts from now on. */
    record Good(FetchedSet set, FetchOutcome.Fetched outcome) implements FetchAttempt {}

    /** No set. */
    record Bad(FetchOutcome.Failed outcome) implements FetchAttempt {}

    /** Asks the issuer, in the calling thread. */
    static FetchAttempt make(URI url, KeyringPorts ports) {
        return of(JwksTrial.make(url, ports));
    }

    private static FetchAttempt of(JwksTrial trial) {
        return switch (trial) {
            case JwksTrial.Unreachable(String reason) -> new Bad(new FetchOutcome.Failed(reason));
            case JwksTrial.Unreadable(String problem) -> new Bad(new FetchOutcome.Failed(problem));
            case JwksTrial.Answered answered -> of(answered);
        };
    }

    /** The attempt that gave this set. */
    static Good of(JwksTrial.Answered answered) {
        return new Good(
                new FetchedSet(answered.keys(), answered.askedAt()),
                new FetchOutcome.Fetched(answered.json(), answered.latency()));
    }
}
