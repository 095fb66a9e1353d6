package dev.countersign.server.provider;

import dev.countersign.server.people.ProviderSignIn;

/** Result of reading a logout token. */
public sealed interface LogoutReading {

    /** Success: the token is valid; it may have been received before. */
    record Valid(ProviderSignIn.Logout logout) implements LogoutReading {}

    /**
     * Failure.
     *
     * @param detail a clause for the log
     */
    record Invalid(String detail) implements LogoutReading {}

    /**
     * Failure: the token cannot be judged now.
     *
     * @param detail a clause for the log
     */
    record Unavailable(String detail) implements LogoutReading {}
}
