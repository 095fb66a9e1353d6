package dev.countersign.core.keys;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.key.KeySelection;
import dev.countersign.core.jose.key.KeySet;
import dev.countersign.core.jose.key.VerificationKey;
import dev.countersign.core.keys.KeysInUse.Standing;
import dev.countersign.core.keys.VerificationKeys.KeyLookup;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * All that is known of one issuer's JWK set, and what follows from it at a given moment.
 *
 * @param set the last good set
 * @param failure the last attempt to fetch it, when that failed
 * @param missedAt when an unknown key last caused a fetch
 */
record RemoteState(
        KeyLifetimes lifetimes, Optional<FetchedSet> set, Optional<FailedFetch> failure, Optional<Instant> missedAt) {

    /** A waiting time below this makes no sense in an HTTP header, which counts whole seconds. */
    private static final Duration SHORTEST_WAIT = Duration.ofSeconds(1);

    /** A JWK set and the moment when the issuer was asked for it, which is before the issuer answered. */
    record FetchedSet(KeySet keys, Instant fetchedAt) {}

    /** A failed attempt, the moment when it failed, and how long the issuer is left alone after it. */
    record FailedFetch(String reason, Instant at, Duration backOff) {}

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
        return new RemoteState(lifetimes, set, Optional.of(new FailedFetch(reason, now, backOff)), missedAt);
    }

    /** The issuer was asked in vain by an administrator; the first caller that needs the keys asks again at once. */
    RemoteState triedInVain(String reason, Instant now) {
        return new RemoteState(lifetimes, set, Optional.of(new FailedFetch(reason, now, Duration.ZERO)), missedAt);
    }

    /**
     * The state after a fetch. Every set that can be read counts, even one without a single usable key: to publish an empty
     * set is how an issuer takes all its keys back, and the answer came over TLS. What cannot be read (an error page, half an
     * answer, too many keys) says nothing about keys: it is a failure, and the last good set serves on.
     */
    RemoteState after(JwksTrial trial, Instant now) {
        return switch (trial) {
            case JwksTrial.Answered answered -> succeeded(answered.set());
            case JwksTrial.Unreadable(String problem) -> failed(problem, now);
            case JwksTrial.Unreachable(String reason) -> failed(reason, now);
        };
    }

    RemoteState missed(Instant now) {
        return new RemoteState(lifetimes, set, failure, Optional.of(now));
    }

    boolean isFresh(Instant now) {
        return set.filter(last -> KeyLifetimes.within(lifetimes.fresh(), last.fetchedAt(), now))
                .isPresent();
    }

    /** Whether the set may serve at all: its distance from now, in either direction, is below the stale time. */
    boolean mayServe(Instant now) {
        return set.filter(last -> Duration.between(last.fetchedAt(), now).abs().compareTo(lifetimes.stale()) < 0)
                .isPresent();
    }

    /**
     * Whether callers are served without waiting for a fetch: the set is fresh, or the issuer is known to be out of
     * order. Known means that it failed within the fresh time; an older failure says nothing about today.
     */
    boolean servesAtOnce(Instant now) {
        return isFresh(now) || (mayServe(now) && failedRecently(now));
    }

    private boolean failedRecently(Instant now) {
        return failure.filter(last -> KeyLifetimes.within(lifetimes.fresh(), last.at(), now))
                .isPresent();
    }

    /** Whether it is time for the next regular fetch. */
    boolean isDue(Instant now) {
        return backOffLeft(now).isZero()
                && set.filter(last -> KeyLifetimes.within(lifetimes.refreshAfter(), last.fetchedAt(), now))
                        .isEmpty();
    }

    /** Whether a key that is not in the set may cause a fetch. */
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

    /** When the next regular fetch is due. */
    Optional<Instant> nextFetch() {
        return failure.map(last -> last.at().plus(last.backOff()))
                .or(() -> set.map(last -> last.fetchedAt().plus(lifetimes.refreshAfter())));
    }

    /** The keys as administrators see them. */
    KeysInUse view(KeyUses uses, Instant now) {
        return new KeysInUse(
                standing(now),
                set.map(known -> KeysInUse.keys(known.keys(), !mayServe(now), uses, now))
                        .orElse(List.of()),
                set.map(known -> known.keys().ignored()).orElse(List.of()),
                set.map(FetchedSet::fetchedAt),
                nextFetch(),
                failure.map(last -> new KeysInUse.FetchError(last.reason(), last.at())));
    }

    /** How the set as a whole stands. */
    Standing standing(Instant now) {
        if (set.isEmpty()) {
            return failure.isPresent() ? Standing.FAILING : Standing.NOT_FETCHED;
        }
        if (isFresh(now)) {
            return Standing.FRESH;
        }
        return mayServe(now) ? Standing.STALE : Standing.OUTDATED;
    }

    /** What the set says about a key. */
    KeyLookup lookUp(Algorithm algorithm, Optional<String> keyId, Instant now) {
        if (set.isEmpty() || !mayServe(now)) {
            return unavailable(backOffLeft(now));
        }
        FetchedSet serving = set.get();
        return switch (serving.keys().select(algorithm, keyId, now)) {
            case KeySelection.Candidates(List<VerificationKey> keys) -> new KeyLookup.Found(keys);
            case KeySelection.Unusable(String key, String reason) -> new KeyLookup.Unusable(key, reason);
            case KeySelection.NotFound() ->
                new KeyLookup.NotFound(StaticJwkSet.labels(serving.keys()), Optional.of(serving.fetchedAt()));
        };
    }

    /**
     * The final answer about a key that is not in the set. While the issuer does not answer, or may not be asked again yet,
     * it is unknown whether it has published the key since, and not knowing is no fault of the assertion.
     *
     * @param settled whether the set came from the issuer because of this very miss, or since the caller came
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
