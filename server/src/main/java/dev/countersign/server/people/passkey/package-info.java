/** Passkeys (WebAuthn) of the console's users: registration, sign-in, and the port of their store. */
@NullMarked
package dev.countersign.server.people.passkey;

import org.jspecify.annotations.NullMarked;
