/** Measurements of whole servers under load, with the resources that the operating system reports. */
@NullMarked
package dev.countersign.bench.load;

import org.jspecify.annotations.NullMarked;
