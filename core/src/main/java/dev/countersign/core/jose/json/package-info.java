/** JSON as it is read and written: strict, bounded, and each member once. */
@NullMarked
package dev.countersign.core.jose.json;

import org.jspecify.annotations.NullMarked;
