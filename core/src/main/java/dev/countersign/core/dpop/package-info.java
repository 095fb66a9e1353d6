/** Proofs of possession (RFC 9449): their checks, in order, and the nonces of this server. */
@NullMarked
package dev.countersign.core.dpop;

import org.jspecify.annotations.NullMarked;
