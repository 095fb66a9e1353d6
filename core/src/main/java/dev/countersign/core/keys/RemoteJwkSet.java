package dev.countersign.core.keys;

import dev.countersign.core.jose.key.KeyQuery;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * The JWK set behind one URL. At most one fetch is under way; callers that need it wait for it, and hold no lock.
 */
final class RemoteJwkSet implements KeyHolder {
    /** Limit of callers waiting for one issuer, so that capacity remains for requests with other issuers. */
    static final int MOST_CALLERS = 256;

    /** A missing key is looked up in the set on disk, in that of another node, and in that of the issuer. */
    private static final int MOST_TRIES = 3;

    private final Semaphore waiters = new Semaphore(MOST_CALLERS);
    private final KeySource.JwksUrl source;
    private final KeyringPorts ports;
    private final PersistedJwkSet persisted;
    private final FetchJournal journal;
    private final KeyUses uses = new KeyUses();
    private final WaitingCallers waiting;

    private volatile Optional<Instant> lastAsked = Optional.empty();

    /** Guards the following fields; reading {@code state} needs no lock. */
    private final Object lock = new Object();

    private volatile RemoteState state;
    private @Nullable InFlightFetch underWay;
    private long lastLaunched;
    private long lastFetched;
    private boolean loaded;
    private boolean retired;

    /** @param nothingKept whether the store is not read, because its set was discarded */
    RemoteJwkSet(
            KeyOwner issuer,
            KeySource.JwksUrl source,
            KeyLifetimes lifetimes,
            KeyringPorts ports,
            WaitingCallers waiting,
            boolean nothingKept) {
        this.source = source;
        this.waiting = waiting;
        this.ports = ports;
        this.persisted = new PersistedJwkSet(ports.store(), issuer.id(), source.url());
        this.journal = new FetchJournal(issuer.name(), ports.events());
        this.state = RemoteState.unknown(lifetimes);
        this.loaded = nothingKept;
    }

    @Override
    public KeyLookup find(KeyQuery query) {
        if (waiting.isFull() && !state.servesAtOnce(ports.clock().instant())) {
            return WaitingCallers.overloaded(WaitingCallers.MOST, "issuers that do not answer");
        }
        if (!waiters.tryAcquire()) {
            return WaitingCallers.overloaded(MOST_CALLERS, "the issuer already");
        }
        try {
            return lookUp(query);
        } finally {
            waiters.release();
        }
    }

    private KeyLookup lookUp(KeyQuery query) {
        Instant arrived = ports.clock().instant();
        lastAsked = Optional.of(arrived);
        boolean hasAsked = makeReady(arrived);
        RemoteState seen = state;
        KeyLookup first = seen.lookUp(query, ports.clock().instant());
        if (!(first instanceof KeyLookup.NotFound)) {
            return first;
        }
        if (hasAsked) {
            hadItsFetch();
            return conclude(query, true);
        }
        return fetchForMiss(seen, query);
    }

    /** The final result for a missing key. */
    private KeyLookup conclude(KeyQuery query, boolean hasAsked) {
        RemoteState last = state;
        Instant now = ports.clock().instant();
        KeyLookup found = last.lookUp(query, now);
        return found instanceof KeyLookup.NotFound missing ? last.concludeMiss(missing, hasAsked, now) : found;
    }

    /** Ensures that there is a set, if possible; returns whether the caller waited until the issuer was contacted. */
    private boolean makeReady(Instant now) {
        if (state.servesAtOnce(now)) {
            fetchIfDue(now);
            return false;
        }
        InFlightFetch fetch;
        synchronized (lock) {
            if (state.servesAtOnce(now)
                    || (underWay == null && !state.backOffLeft(now).isZero())) {
                return false;
            }
            fetch = join(false, Optional.empty());
        }
        return await(fetch) && fetch.hasAsked();
    }

    /** A caller that waited for a set without its key has used the one fetch that a missing key may cause. */
    private void hadItsFetch() {
        synchronized (lock) {
            Instant now = ports.clock().instant();
            state = state.coolDownLeft(now).isZero() ? state.missed(now) : state;
        }
    }

    /**
     * Gets a newer set because the known one lacks a key. The issuer is contacted at most once in a cool-down; a set
     * from disk or from another node does not count as a fetch, so the search continues if it lacks the key too.
     */
    private KeyLookup fetchForMiss(RemoteState seen, KeyQuery query) {
        Optional<FetchedSet> lacking = seen.set();
        boolean newer = false;
        boolean hasAsked = false;
        for (int tries = 0; tries < MOST_TRIES && !hasAsked; tries++) {
            InFlightFetch fetch;
            synchronized (lock) {
                Instant now = ports.clock().instant();
                if (!state.set().equals(lacking)) {
                    lacking = state.set();
                    newer = true;
                    if (!(state.lookUp(query, now) instanceof KeyLookup.NotFound)) {
                        break;
                    }
                }
                if (underWay == null && !state.mayFetchForMiss(now)) {
                    break;
                }
                fetch = join(false, Optional.of(lacking));
            }
            if (!await(fetch)) {
                break;
            }
            hasAsked = fetch.hasAsked();
        }
        if (hasAsked) {
            hadItsFetch();
        }
        // A set that arrived after the caller is equivalent to one fetched for it.
        return conclude(query, hasAsked || newer);
    }

    /** A fetch already in progress may have contacted the issuer too early, so it does not count. */
    @Override
    public void refresh() {
        long before;
        synchronized (lock) {
            before = lastLaunched;
        }
        boolean goOn = true;
        while (goOn) {
            InFlightFetch fetch;
            synchronized (lock) {
                if (lastFetched > before || retired) {
                    return;
                }
                fetch = join(true, Optional.empty());
            }
            goOn = await(fetch);
        }
    }

    @Override
    public void adopt(URI asked, FetchOutcome<FetchedSet> fetch) {
        // the state shows a clause, without the period of a sentence
        Optional<String> failure = fetch.failure().map(reason -> reason.replaceFirst("\\.$", ""));
        synchronized (lock) {
            if (retired || !source.url().equals(asked)) {
                return;
            }
            if (failure.isPresent()) {
                state = state.triedInVain(failure.get(), ports.clock().instant());
                return;
            }
            if (!(fetch instanceof FetchOutcome.Fetched(FetchedSet set, var _)) || !isNewer(set)) {
                return;
            }
            state = state.succeeded(set);
        }
        report(fetch);
    }

    /** An issuer that was not needed within the stale time is left alone until it is. */
    @Override
    public void prefetch() {
        Instant now = ports.clock().instant();
        if (lastAsked
                .filter(at -> KeyLifetimes.within(state.lifetimes().stale(), at, now))
                .isPresent()) {
            fetchIfDue(now);
        }
    }

    private void fetchIfDue(Instant now) {
        if (!state.isDue(now)) {
            return;
        }
        InFlightFetch fetch;
        synchronized (lock) {
            if (underWay != null || retired || !state.isDue(now)) {
                return;
            }
            fetch = join(false, Optional.empty());
        }
        launch(fetch);
    }

    /**
     * Returns the fetch in progress, or a new one for which {@link #launch} must be called without the lock.
     *
     * @param lacking the set that lacks a key, for a fetch of a newer one
     */
    private InFlightFetch join(boolean demanded, Optional<Optional<FetchedSet>> lacking) {
        if (underWay == null) {
            underWay = new InFlightFetch(++lastLaunched, demanded, lacking);
        }
        return underWay;
    }

    /** Waits for the end of a fetch; returns false when the waiting thread was interrupted. */
    private boolean await(InFlightFetch fetch) {
        launch(fetch);
        return waiting.await(fetch);
    }

    private void launch(InFlightFetch fetch) {
        if (!fetch.begin()) {
            return;
        }
        try {
            ports.executor().execute(() -> fetch(fetch));
        } catch (RejectedExecutionException stopping) {
            complete(fetch, Optional.of(new FetchOutcome.Failed<>("the server is stopping")));
        }
    }

    private void fetch(InFlightFetch fetch) {
        Optional<FetchOutcome<FetchedSet>> attempt = Optional.empty();
        try {
            if (!suffices(fetch)) {
                attempt = Optional.of(fetch.demanded() ? ports.fetch(source) : ports.fetchOrJoin(source));
            }
        } finally {
            complete(fetch, attempt);
        }
        attempt.ifPresent(this::report);
    }

    /**
     * Whether a persisted set, read once, makes the fetch unnecessary; for a missing key only another set than the one
     * that lacks it.
     */
    private boolean suffices(InFlightFetch fetch) {
        if (!loaded) {
            loaded = true; // Only one fetch at a time executes this, and the lock was taken between two.
            persisted.load().ifPresent(this::take);
            if (!fetch.demanded() && fetch.isEnough(state, ports.clock().instant())) {
                return true;
            }
        }
        return !fetch.demanded() && persisted.isShared() && anotherNodeHas();
    }

    private void take(FetchedSet set) {
        synchronized (lock) {
            state = retired || !isNewer(set) ? state : state.loaded(set);
        }
    }

    private boolean isNewer(FetchedSet set) {
        return state.set()
                .filter(known -> !known.fetchedAt().isBefore(set.fetchedAt()))
                .isEmpty();
    }

    /** Whether another node has contacted the issuer meanwhile, or does so now and will have a result soon. */
    private boolean anotherNodeHas() {
        Optional<FetchedSet> theirs = persisted.ofAnotherNode(this::isNewer, ports.clock());
        theirs.ifPresent(this::take);
        return theirs.isPresent() && !state.isDue(ports.clock().instant());
    }

    private void complete(InFlightFetch fetch, Optional<FetchOutcome<FetchedSet>> attempt) {
        synchronized (lock) {
            if (!retired) {
                attempt.ifPresent(
                        made -> state = state.after(made, ports.clock().instant()));
            }
            if (attempt.isPresent()) {
                lastFetched = fetch.number();
                state = fetch.isForMissingKey() ? state.missed(ports.clock().instant()) : state;
            }
            underWay = null;
        }
        fetch.complete(attempt.isPresent());
    }

    /** Work that callers need not wait for. */
    private void report(FetchOutcome<FetchedSet> attempt) {
        if (attempt instanceof FetchOutcome.Fetched(FetchedSet set, var _)) {
            uses.retain(set.keys());
            persisted.save(set, () -> state.set().filter(set::equals).isPresent());
        }
        journal.note(attempt);
    }

    @Override
    public void retire() {
        synchronized (lock) {
            retired = true;
            state = RemoteState.unknown(state.lifetimes())
                    .failed("the issuer's keys were changed", ports.clock().instant());
        }
        persisted.close();
    }

    @Override
    public void rename(String issuerName) {
        journal.rename(issuerName);
    }

    @Override
    public void used(VerificationKey key) {
        uses.note(key, ports.clock().instant());
    }

    @Override
    public KeysInUse view() {
        return state.view(uses, ports.clock().instant());
    }
}
