/** Metrics: every meter has its name in {@link dev.countersign.server.metrics.Meters}. */
@NullMarked
package dev.countersign.server.metrics;

import org.jspecify.annotations.NullMarked;
