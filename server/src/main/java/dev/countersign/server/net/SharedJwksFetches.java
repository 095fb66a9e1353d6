package dev.countersign.server.net;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.jwk.JwkSetReader;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.keys.FetchOutcome;
import dev.countersign.core.keys.FetchedSet;
import dev.countersign.core.keys.JwksFetcher;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.keys.Keyring;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;

/**
 * Fetches for several keyrings. A JWK set that many of them use is fetched once: those that need it at the same time share
 * a fetch, and the others take over its result. Each keyring decides for itself what it trusts.
 */
public final class SharedJwksFetches implements JwksFetcher {
    private final JwksFetcher fetcher;
    private final List<Keyring> keyrings = new CopyOnWriteArrayList<>();
    private final InstantSource clock;
    private final Executor background;
    private final Map<KeySource.JwksUrl, CompletableFuture<FetchOutcome<byte[]>>> underWay = new ConcurrentHashMap<>();

    /** @param background executor that hands a set to the keyrings */
    public SharedJwksFetches(JwksFetcher fetcher, InstantSource clock, Executor background) {
        this.fetcher = fetcher;
        this.clock = clock;
        this.background = background;
    }

    /** Hands every set that is fetched to this keyring, too. */
    public void add(Keyring keyring) {
        keyrings.add(keyring);
    }

    /** Stops handing sets to this keyring. */
    public void remove(Keyring keyring) {
        keyrings.remove(keyring);
    }

    @Override
    public FetchOutcome<byte[]> fetch(URI url) {
        return fetcher.fetch(url);
    }

    @Override
    public FetchOutcome<byte[]> fetch(KeySource.JwksUrl source) {
        return shared(source);
    }

    @Override
    public FetchOutcome<byte[]> fetchOrJoin(KeySource.JwksUrl source) {
        var own = new CompletableFuture<FetchOutcome<byte[]>>();
        CompletableFuture<FetchOutcome<byte[]>> earlier = underWay.putIfAbsent(source, own);
        if (earlier != null) {
            return earlier.join(); // a fetch ends at its deadline
        }
        try {
            own.complete(shared(source));
        } finally {
            underWay.remove(source, own);
            own.completeExceptionally(new IllegalStateException("the fetch ended with a fault"));
        }
        return own.join();
    }

    private FetchOutcome<byte[]> shared(KeySource.JwksUrl source) {
        Instant asked = clock.instant();
        FetchOutcome<byte[]> outcome = fetcher.fetch(source);
        if (outcome instanceof FetchOutcome.Fetched<byte[]>(byte[] body, var _)
                && JwkSetReader.read(body) instanceof Parsed.Read<KeySet>(var keys)) {
            var fetched = new FetchedSet(keys, asked);
            background.execute(() -> keyrings.forEach(keyring -> keyring.adopt(source, fetched)));
        }
        return outcome;
    }
}
