package dev.countersign.server.operation;

import dev.countersign.core.oauth.ScopeSet;
import java.util.List;

/** The scopes of this server's own administration that an administrator holds, and so may give to applications. */
public sealed interface Authority {

    /** The authority of those who give away none of them. */
    static Authority none() {
        return new Held(ScopeSet.EMPTY);
    }

    /** All of them, as people who are administrators have, and the operator of the process. */
    record All() implements Authority {}

    /**
     * Some of them.
     *
     * @param scopes what an access token holds; those that are not of this server's administration count for nothing
     */
    record Held(ScopeSet scopes) implements Authority {}

    /** Whether this scope of this server's administration is held. */
    default boolean holds(String scope) {
        return lacking(ScopeSet.of(List.of(scope))).isEmpty();
    }

    /** Those among the scopes that are of this server's administration and not held. */
    default ScopeSet lacking(ScopeSet scopes) {
        return switch (this) {
            case All() -> ScopeSet.EMPTY;
            case Held(ScopeSet held) -> scopes.administrative().without(held);
        };
    }
}
