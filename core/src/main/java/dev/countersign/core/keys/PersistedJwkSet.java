package dev.countersign.core.keys;

import dev.countersign.core.jose.jwk.StoredKeySet;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;

/**
 * Persisted copy of one issuer's JWK set. An unavailable store costs only the first fetch after the next restart, so
 * its failure is logged and exchanges continue.
 */
final class PersistedJwkSet {
    private static final Logger LOG = System.getLogger(PersistedJwkSet.class.getName());

    /** Number of checks, and the time between them, for a set that another node is fetching. */
    private static final int ATTEMPTS = 8;

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final JwksStore store;
    private final KeyOwnerId issuer;
    private final URI url;
    private boolean closed;

    PersistedJwkSet(JwksStore store, KeyOwnerId issuer, URI url) {
        this.store = store;
        this.issuer = issuer;
        this.url = url;
    }

    Optional<FetchedSet> load() {
        try {
            return store.load(issuer, url)
                    .flatMap(
                            kept -> StoredKeySet.read(kept.json()).map(keys -> new FetchedSet(keys, kept.fetchedAt())));
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, "The JWK set of issuer " + issuer + " cannot be loaded; it is fetched", fault);
            return Optional.empty();
        }
    }

    /**
     * Returns a set that another node has fetched or is fetching now; empty when this node has to fetch.
     *
     * @param newer whether a set is newer than the known one
     */
    Optional<FetchedSet> ofAnotherNode(Predicate<FetchedSet> newer, InstantSource clock) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            Optional<FetchedSet> theirs = load().filter(newer);
            if (theirs.isPresent() || claim(clock.instant())) {
                return theirs;
            }
            try {
                Thread.sleep(BETWEEN_LOOKS);
            } catch (InterruptedException stopping) {
                Thread.currentThread().interrupt();
                return Optional.empty();
            }
        }
        return load().filter(newer);
    }

    private boolean claim(Instant now) {
        try {
            return store.claim(issuer, now);
        } catch (RuntimeException fault) {
            LOG.log(Level.DEBUG, "The fetch from issuer " + issuer + " cannot be coordinated; it is made", fault);
            return true;
        }
    }

    /** Whether other nodes save sets too. */
    boolean isShared() {
        return store.isShared();
    }

    /**
     * Saves a parsed set; concurrent calls wait.
     *
     * @param current whether the set is still to be saved; checked after the wait
     */
    synchronized void save(FetchedSet set, BooleanSupplier current) {
        if (closed || !current.getAsBoolean()) {
            return;
        }
        try {
            store.save(issuer, url, StoredKeySet.write(set.keys()), set.fetchedAt());
        } catch (RuntimeException fault) {
            LOG.log(Level.WARNING, "The JWK set of issuer " + issuer + " cannot be stored; it is still used", fault);
        }
    }

    /** After this method has returned, nothing is saved. */
    synchronized void close() {
        closed = true;
    }
}
