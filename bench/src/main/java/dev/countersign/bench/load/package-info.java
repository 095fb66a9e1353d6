/** Whole servers under load: assertions made beforehand, drivers, and what the operating system says it cost. */
@NullMarked
package dev.countersign.bench.load;

import org.jspecify.annotations.NullMarked;
