package dev.countersign.server.console.account;

import dev.countersign.server.provider.OpenIdProvider;
import java.util.Optional;

/**
 * The ways of signing in to the console of one organization.
 *
 * @param passwords whether people sign in with passwords
 * @param provider with which people sign in
 */
public record SignInWays(boolean passwords, Optional<OpenIdProvider> provider) {
    /** The ways of an organization other than the root. */
    public static final SignInWays PASSWORDS = new SignInWays(true, Optional.empty());
}
