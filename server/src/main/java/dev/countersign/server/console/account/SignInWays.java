package dev.countersign.server.console.account;

import dev.countersign.server.provider.OpenIdProvider;
import java.util.Optional;

/**
 * The ways of signing in to the console of one organization.
 *
 * @param passwords whether people sign in with passwords
 * @param passkeys whether the page has a link to the sign-in with a passkey
 * @param provider with which people sign in
 */
public record SignInWays(boolean passwords, boolean passkeys, Optional<OpenIdProvider> provider) {}
