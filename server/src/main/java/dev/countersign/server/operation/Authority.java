package dev.countersign.server.operation;

import dev.countersign.core.oauth.ScopeSet;
import java.util.List;

/** The scopes of this server's own administration that an administrator holds, and so may grant to applications. */
public sealed interface Authority {

    /** The authority without any of these scopes. */
    static Authority none() {
        return new Held(ScopeSet.EMPTY);
    }

    /** The authority of a person: all of these scopes, or none. */
    static Authority of(boolean isAdministrator) {
        return isAdministrator ? new All() : none();
    }

    /** All of them, as held by users with the role of administrator, and by the operator of the process. */
    record All() implements Authority {}

    /**
     * Some of them.
     *
     * @param scopes the scopes of an access token; other scopes have no effect
     */
    record Held(ScopeSet scopes) implements Authority {}

    /** Whether this scope of this server's administration is held. */
    default boolean holds(String scope) {
        return lacking(ScopeSet.of(List.of(scope))).isEmpty();
    }

    /** The scopes of this server's administration among these that are not held. */
    default ScopeSet lacking(ScopeSet scopes) {
        return switch (this) {
            case All() -> ScopeSet.EMPTY;
            case Held(ScopeSet held) -> scopes.administrative().without(held);
        };
    }
}
