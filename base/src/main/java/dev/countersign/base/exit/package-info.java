/** The end of a process: exit status, and failures that carry one. */
@NullMarked
package dev.countersign.base.exit;

import org.jspecify.annotations.NullMarked;
