package dev.countersign.core.keys;

import dev.countersign.core.jose.jwk.JwkSetReader;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/**
 * The ports of a keyring.
 *
 * @param executor runs each fetch in a thread of its own, so that a slow issuer delays no other
 * @param waiting counts the callers that wait for a fetch, together with those of other keyrings
 */
public record KeyringPorts(
        JwksFetcher fetcher,
        JwksStore store,
        KeyringEvents events,
        InstantSource clock,
        Executor executor,
        AtomicInteger waiting) {
    private static final Logger LOG = System.getLogger(KeyringPorts.class.getName());

    /** Fetches a JWK set, in the calling thread and within the limits of the fetcher. */
    FetchOutcome<FetchedSet> fetch(KeySource.JwksUrl source) {
        return fetch(() -> fetcher.fetch(source));
    }

    /** The same, but a fetch that is under way suffices. */
    FetchOutcome<FetchedSet> fetchOrJoin(KeySource.JwksUrl source) {
        return fetch(() -> fetcher.fetchOrJoin(source));
    }

    private FetchOutcome<FetchedSet> fetch(Supplier<FetchOutcome<byte[]>> fetch) {
        Instant asked = clock.instant();
        try {
            return fetch.get().read(body -> JwkSetReader.read(body).map(keys -> new FetchedSet(keys, asked)));
        } catch (RuntimeException fault) {
            LOG.log(Level.ERROR, "Fetching a JWK set failed because of an internal fault", fault);
            return new FetchOutcome.Failed<>("a fault of this server, which is in its log");
        }
    }
}
