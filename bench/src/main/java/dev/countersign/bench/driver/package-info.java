/** Drivers: prepared assertions, and closed and open loops of requests. */
@NullMarked
package dev.countersign.bench.driver;

import org.jspecify.annotations.NullMarked;
