package dev.countersign.server.management;

import dev.countersign.core.keys.KeysInUse;
import dev.countersign.core.keys.KeysInUse.FetchError;
import dev.countersign.core.keys.KeysInUse.KeyState;
import dev.countersign.core.trust.TrustedIssuer;
import java.time.Instant;
import java.util.Optional;

/** Tells whether the keys of an issuer are fit to verify its assertions. Asks nobody: it looks at what is known. */
public final class IssuerHealth {
    private final IssuerKeyViews keys;

    public IssuerHealth(IssuerKeyViews keys) {
        this.keys = keys;
    }

    /** How an issuer does, from good to bad and then to those that nobody needs. */
    public enum State {
        /** There are keys that can be used, and nothing is known against them. */
        HEALTHY,
        /** The last good set still serves, because the issuer gave no newer one when it was asked. */
        STALE,
        /** The issuer gave no keys when it was asked, and there are none to go on with: its assertions are put off. */
        FAILING,
        /** None of the keys can be used now, so every assertion is refused. */
        NO_KEYS,
        /** Nobody needed its keys since the server started, or for a long time; the next assertion fetches them. */
        NOT_YET_FETCHED,
        /** Switched off. */
        DISABLED
    }

    /**
     * What is known.
     *
     * @param fetchedAt when the issuer was asked for the keys in use; empty for given ones
     * @param lastError why the last attempt to fetch failed; empty when it succeeded
     */
    public record Finding(State state, Optional<Instant> fetchedAt, Optional<FetchError> lastError) {}

    /** How this issuer does. */
    public Finding of(TrustedIssuer issuer) {
        KeysInUse view = keys.view(issuer);
        return new Finding(issuer.enabled() ? state(view) : State.DISABLED, view.fetchedAt(), view.lastError());
    }

    private static State state(KeysInUse view) {
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
