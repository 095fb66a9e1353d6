/** The parts of lists: the choice of their columns, and changes of several of their rows. */
@NullMarked
package dev.countersign.server.console.list;

import org.jspecify.annotations.NullMarked;
