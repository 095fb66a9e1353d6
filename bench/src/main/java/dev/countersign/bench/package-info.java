/** The command that measures whole servers. The steps of an exchange are measured by JMH's own. */
@NullMarked
package dev.countersign.bench;

import org.jspecify.annotations.NullMarked;
