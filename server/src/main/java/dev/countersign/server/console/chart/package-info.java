/** Charts of numbers over time, and of durations. */
@NullMarked
package dev.countersign.server.console.chart;

import org.jspecify.annotations.NullMarked;
