/** The command that measures whole servers. The steps of an exchange are measured by the command of JMH. */
@NullMarked
package dev.countersign.bench;

import org.jspecify.annotations.NullMarked;
