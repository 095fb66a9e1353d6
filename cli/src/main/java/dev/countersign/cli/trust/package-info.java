/** Commands for files of the trust configuration: plan, apply, export. */
@NullMarked
package dev.countersign.cli.trust;

import org.jspecify.annotations.NullMarked;
