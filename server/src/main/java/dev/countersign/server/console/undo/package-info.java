/** The offer to undo a change, and the change that undoes it. */
@NullMarked
package dev.countersign.server.console.undo;

import org.jspecify.annotations.NullMarked;
