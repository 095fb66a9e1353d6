/** Attacks by callers who have proven nothing, against a real server on a real socket. */
@NullMarked
package dev.countersign.attack;

import org.jspecify.annotations.NullMarked;
