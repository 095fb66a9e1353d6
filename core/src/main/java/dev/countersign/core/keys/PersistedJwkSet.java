package dev.countersign.core.keys;

import dev.countersign.core.jose.jwk.StoredKeySet;
import dev.countersign.core.keys.RemoteState.FetchedSet;
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
 * What is kept on disk of one issuer's JWK set. A store that is out of order costs only the head start after the next
 * restart, so it is logged and exchanges go on.
 */
final class PersistedJwkSet {
    private static final Logger LOG = System.getLogger(PersistedJwkSet.class.getName());

    /** How often, and how long between, a node looks for the set that another is fetching. */
    private static final int LOOKS = 8;

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
            LOG.log(Level.WARNING, "The kept JWK set of issuer " + issuer + " cannot be loaded; it is fetched", fault);
            return Optional.empty();
        }
    }

    /**
     * A set that another node has fetched, or is fetching now; empty when this node is to ask the issuer.
     *
     * @param newer whether a set is newer than what is known
     */
    Optional<FetchedSet> ofAnotherNode(Predicate<FetchedSet> newer, InstantSource clock) {
        for (int look = 0; look < LOOKS; look++) {
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
            LOG.log(Level.DEBUG, "Who asks issuer " + issuer + " cannot be agreed upon; it is asked", fault);
            return true;
        }
    }

    /** Whether other nodes save sets, too. */
    boolean isShared() {
        return store.isShared();
    }

    /**
     * Saves what was read of a set, one at a time.
     *
     * @param current whether the set is still the one to keep; asked when it is this set's turn
     */
    synchronized void save(FetchedSet set, BooleanSupplier current) {
        if (closed || !current.getAsBoolean()) {
            return;
        }
        try {
            store.save(issuer, url, StoredKeySet.write(set.keys()), set.fetchedAt());
        } catch (RuntimeException fault) {
            LOG.log(
                    Level.WARNING,
                    "The JWK set of issuer " + issuer + " cannot be kept; it serves all the same",
                    fault);
        }
    }

    /** Nothing is saved any more, once this has returned. */
    synchronized void close() {
        closed = true;
    }
}
