/** Tests of {@link dev.countersign.server.console.chart}. */
@NullMarked
package dev.countersign.server.console.chart;

import org.jspecify.annotations.NullMarked;
