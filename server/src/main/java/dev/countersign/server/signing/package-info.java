/** Our signing keys: their schedule, their rotation and the port of their store. */
@NullMarked
package dev.countersign.server.signing;

import org.jspecify.annotations.NullMarked;
