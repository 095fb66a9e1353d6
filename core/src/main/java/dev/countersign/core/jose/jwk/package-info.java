/** JWKs and JWK sets (RFC 7517), read and stored. */
@NullMarked
package dev.countersign.core.jose.jwk;

import org.jspecify.annotations.NullMarked;
