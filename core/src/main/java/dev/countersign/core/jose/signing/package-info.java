/** Our own keys and secrets: generated, sealed under a master key, and signing. */
@NullMarked
package dev.countersign.core.jose.signing;

import org.jspecify.annotations.NullMarked;
