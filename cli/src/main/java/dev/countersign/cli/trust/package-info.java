/** Commands for files of what is trusted: plan, apply, export. */
@NullMarked
package dev.countersign.cli.trust;

import org.jspecify.annotations.NullMarked;
