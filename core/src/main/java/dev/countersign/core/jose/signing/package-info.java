/** The server's own keys and secrets: generation, encryption under a master key, and signing. */
@NullMarked
package dev.countersign.core.jose.signing;

import org.jspecify.annotations.NullMarked;
