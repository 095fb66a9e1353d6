/** Public keys, their algorithms and parameters, sets of them, and the cryptography under them. */
@NullMarked
package dev.countersign.core.jose.key;

import org.jspecify.annotations.NullMarked;
