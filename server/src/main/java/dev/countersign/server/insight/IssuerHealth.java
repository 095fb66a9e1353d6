package dev.countersign.server.insight;

import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.keys.KeysInUse.FetchError;
import dev.countersign.core.keys.KeysInUse.KeyState;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;
import java.util.Optional;

/** Assessment whether the keys of an issuer can verify its assertions. It uses known state only and fetches nothing. */
public record IssuerHealth(IssuerKeyViews keys) {

    /** State of an issuer, from good to bad, followed by states of issuers whose keys are not needed. */
    public enum State {
        /** There are usable keys, and no known problem. */
        HEALTHY,
        /** The last good set is still used, because the last fetch failed. */
        STALE,
        /** The last fetch failed and there are no usable keys: its assertions are answered with a temporary error. */
        FAILING,
        /** No key is usable, so every assertion is refused. */
        NO_KEYS,
        /** Its keys were not needed since the server started, or for a long time; the next assertion fetches them. */
        NOT_YET_FETCHED,
        /** Disabled. */
        DISABLED
    }

    /**
     * Result of the assessment.
     *
     * @param fetchedAt time at which the keys in use were fetched; empty for configured keys
     * @param lastError failure of the last fetch; empty when it succeeded
     */
    public record Finding(State state, Optional<Instant> fetchedAt, Optional<FetchError> lastError) {}

    /** Returns the state of this issuer. */
    public Finding of(TrustedIssuer issuer) {
        KeysInUse view = keys.view(issuer);
        return new Finding(issuer.enabled() ? state(view) : State.DISABLED, view.fetchedAt(), view.lastError());
    }

    /** Returns the state of the keys of an enabled issuer, or of an enabled application with keys. */
    public static State state(KeysInUse view) {
        boolean failed = view.lastError().isPresent();
        return switch (view.standing()) {
            case GIVEN, FRESH -> usable(view, State.HEALTHY);
            case STALE -> usable(view, failed ? State.STALE : State.HEALTHY);
            case FAILING -> State.FAILING;
            case OUTDATED, NOT_FETCHED -> failed ? State.FAILING : State.NOT_YET_FETCHED;
        };
    }

    private static State usable(KeysInUse view, State state) {
        return view.keys().stream().anyMatch(key -> key.state() == KeyState.USABLE) ? state : State.NO_KEYS;
    }
}
