package dev.countersign.core.keys;

import dev.countersign.core.jose.key.KeyQuery;
import dev.countersign.core.jose.key.KeySelection;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.KeysInUse.Standing;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The state of one issuer's JWK set, and its consequences at a given time.
 *
 * @param set the last good set
 * @param failure the last fetch, when it failed
 * @param missedAt time at which an unknown key last caused a fetch
 */
record RemoteState(
        KeyLifetimes lifetimes, Optional<FetchedSet> set, Optional<FailedFetch> failure, Optional<Instant> missedAt) {

    /** Shortest waiting time: HTTP headers count whole seconds. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    /**
     * A failed fetch.
     *
     * @param at its time
     * @param since the time of the first failed fetch after the last one that succeeded
     * @param backOff the time without fetches after it
     */
    record FailedFetch(String reason, Instant at, Instant since, Duration backOff) {}

    static RemoteState unknown(KeyLifetimes lifetimes) {
        return new RemoteState(lifetimes, Optional.empty(), Optional.empty(), Optional.empty());
    }

    RemoteState loaded(FetchedSet stored) {
        return new RemoteState(lifetimes, Optional.of(stored), failure, missedAt);
    }

    RemoteState succeeded(FetchedSet fetched) {
        return new RemoteState(lifetimes, Optional.of(fetched), Optional.empty(), missedAt);
    }

    RemoteState failed(String reason, Instant now) {
        Duration backOff = failure.map(FailedFetch::backOff)
                .filter(before -> !before.isZero())
                .map(lifetimes::backOffAfter)
                .orElse(lifetimes.firstBackOff());
        return new RemoteState(
                lifetimes, set, Optional.of(new FailedFetch(reason, now, failingSince(now), backOff)), missedAt);
    }

    /**
     * The state after a failed fetch by an administrator; the first caller that needs the keys fetches again at once.
     */
    RemoteState triedInVain(String reason, Instant now) {
        return new RemoteState(
                lifetimes, set, Optional.of(new FailedFetch(reason, now, failingSince(now), Duration.ZERO)), missedAt);
    }

    private Instant failingSince(Instant now) {
        return failure.map(FailedFetch::since).orElse(now);
    }

    /**
     * The state after a fetch. Every set that can be read is used, even one without a usable key: publishing an empty
     * set is the way to withdraw all keys, and the response came over TLS. An unreadable response (an error page, an
     * incomplete response, too many keys) is a failure, and the last good set remains in use.
     */
    RemoteState after(FetchOutcome<FetchedSet> fetch, Instant now) {
        return switch (fetch) {
            case FetchOutcome.Fetched(FetchedSet fetched, var _) -> succeeded(fetched);
            case FetchOutcome.Unreadable(String problem) -> failed(problem, now);
            case FetchOutcome.Failed(String reason) -> failed(reason, now);
        };
    }

    RemoteState missed(Instant now) {
        return new RemoteState(lifetimes, set, failure, Optional.of(now));
    }

    boolean isFresh(Instant now) {
        return set.filter(last -> KeyLifetimes.within(lifetimes.fresh(), last.fetchedAt(), now))
                .isPresent();
    }

    /** Whether the set may be used at all: its distance from now, in either direction, is below the stale time. */
    boolean mayServe(Instant now) {
        return set.filter(last -> Duration.between(last.fetchedAt(), now).abs().compareTo(lifetimes.stale()) < 0)
                .isPresent();
    }

    /**
     * Whether callers do not wait for a fetch: the set is fresh, or the issuer failed within the fresh time; an older
     * failure is not considered.
     */
    boolean servesAtOnce(Instant now) {
        return isFresh(now) || (mayServe(now) && failedRecently(now));
    }

    private boolean failedRecently(Instant now) {
        return failure.filter(last -> KeyLifetimes.within(lifetimes.fresh(), last.at(), now))
                .isPresent();
    }

    /** Whether the next regular fetch is due. */
    boolean isDue(Instant now) {
        return backOffLeft(now).isZero()
                && set.filter(last -> KeyLifetimes.within(lifetimes.refreshAfter(), last.fetchedAt(), now))
                        .isEmpty();
    }

    /** Whether an unknown key may cause a fetch. */
    boolean mayFetchForMiss(Instant now) {
        return backOffLeft(now).isZero() && coolDownLeft(now).isZero();
    }

    Duration backOffLeft(Instant now) {
        return failure.map(last -> KeyLifetimes.left(last.backOff(), last.at(), now))
                .orElse(Duration.ZERO);
    }

    Duration coolDownLeft(Instant now) {
        return missedAt.map(at -> KeyLifetimes.left(lifetimes.coolDown(), at, now))
                .orElse(Duration.ZERO);
    }

    /** Time of the next regular fetch. */
    Optional<Instant> nextFetch() {
        return failure.map(last -> last.at().plus(last.backOff()))
                .or(() -> set.map(last -> last.fetchedAt().plus(lifetimes.refreshAfter())));
    }

    /** The keys as shown to administrators. */
    KeysInUse view(KeyUses uses, Instant now) {
        return new KeysInUse(
                standing(now),
                set.map(known -> KeysInUse.keys(known.keys(), !mayServe(now), uses, now))
                        .orElse(List.of()),
                set.map(known -> known.keys().ignored()).orElse(List.of()),
                set.map(FetchedSet::fetchedAt),
                nextFetch(),
                failure.map(last -> new KeysInUse.FetchError(last.reason(), last.at(), last.since())));
    }

    /** State of the set as a whole. */
    Standing standing(Instant now) {
        if (set.isEmpty()) {
            return failure.isPresent() ? Standing.FAILING : Standing.NOT_FETCHED;
        }
        if (isFresh(now)) {
            return Standing.FRESH;
        }
        return mayServe(now) ? Standing.STALE : Standing.OUTDATED;
    }

    /** Looks up a key in the set. */
    KeyLookup lookUp(KeyQuery query, Instant now) {
        if (set.isEmpty() || !mayServe(now)) {
            return unavailable(backOffLeft(now));
        }
        FetchedSet serving = set.get();
        return switch (serving.keys().select(query, now)) {
            case KeySelection.Candidates(List<VerificationKey> keys) -> new KeyLookup.Found(keys);
            case KeySelection.Unusable(String key, String reason) -> new KeyLookup.Unusable(key, reason);
            case KeySelection.NotFound() ->
                new KeyLookup.NotFound(StaticJwkSet.labels(serving.keys()), Optional.of(serving.fetchedAt()));
        };
    }

    /**
     * The final result for a key that is not in the set. While the issuer cannot be contacted, or not yet again, it is
     * unknown whether it has published the key since, which is not a fault of the assertion.
     *
     * @param settled whether the set was fetched because of this missing key, or after the caller arrived
     */
    KeyLookup concludeMiss(KeyLookup.NotFound miss, boolean settled, Instant now) {
        if (failure.isEmpty() && settled) {
            return miss;
        }
        Duration backOff = backOffLeft(now);
        Duration coolDown = coolDownLeft(now);
        String reason = failure.map(FailedFetch::reason)
                .orElseGet(() -> "the set of %s lacks the key, and the issuer has been asked for a missing key already"
                        .formatted(miss.fetchedAt().map(Instant::toString).orElse("the registration")));
        return unavailable(reason, backOff.compareTo(coolDown) > 0 ? backOff : coolDown);
    }

    private KeyLookup unavailable(Duration wait) {
        return unavailable(failure.map(FailedFetch::reason).orElse("the keys have not been fetched"), wait);
    }

    private static KeyLookup unavailable(String reason, Duration wait) {
        return new KeyLookup.Unavailable(reason, wait.compareTo(SHORTEST_WAIT) > 0 ? wait : SHORTEST_WAIT);
    }
}
