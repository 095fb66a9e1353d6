package dev.countersign.server.provider;

import dev.countersign.server.people.ProviderSignIn;
import java.util.Optional;

/** Result of the return of a browser from the provider. */
public sealed interface ProviderReturn {

    /**
     * Success: the provider has authenticated a person.
     *
     * @param to the requested page of the console; empty for the first one
     */
    record Authenticated(ProviderSignIn.User user, Optional<String> to) implements ProviderReturn {}

    /**
     * Failure.
     *
     * @param detail a clause for the log
     */
    record Failed(Failure failure, String detail) implements ProviderReturn {}

    /** Kinds of failure. */
    enum Failure {
        /** Failure: the browser did not begin this sign-in, it took too long, or its state was used before. */
        STALE,
        /** Failure: earlier failures of the address delay it; nothing was judged. */
        THROTTLED,
        /** Failure: the provider answered with an error. */
        DENIED,
        /** Failure: the provider or its keys cannot be reached, or too many sign-ins are under way. */
        UNREACHABLE,
        /** Failure: what the provider sent is not acceptable. */
        INVALID
    }
}
