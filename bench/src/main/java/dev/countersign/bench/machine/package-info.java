/** The machine that measures: processors, programs, and what the operating system says they cost. */
@NullMarked
package dev.countersign.bench.machine;

import org.jspecify.annotations.NullMarked;
