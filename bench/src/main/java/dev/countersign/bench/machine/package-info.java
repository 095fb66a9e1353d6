/** The machine of the measurement: processors, programs, and the resources that the operating system reports. */
@NullMarked
package dev.countersign.bench.machine;

import org.jspecify.annotations.NullMarked;
