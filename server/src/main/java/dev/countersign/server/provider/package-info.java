/**
 * Sign-in with an OpenID provider (OpenID Connect Core 1.0): the authorization code flow with PKCE, and logouts that the
 * provider sends. Nimbus' SDK does the protocol; no other package uses it.
 */
@NullMarked
package dev.countersign.server.provider;

import org.jspecify.annotations.NullMarked;
