/** Stored keys: the server's encrypted signing keys, and the last good JWK set of each issuer and application. */
@NullMarked
package dev.countersign.server.store.keys;

import org.jspecify.annotations.NullMarked;
