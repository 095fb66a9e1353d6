package dev.countersign.bench.driver;

import org.HdrHistogram.Histogram;

/** Percentiles of the response time in milliseconds: the 50th, 90th, 99th and 99.9th, and the maximum. */
public record Latencies(double p50, double p90, double p99, double p999, double max) {
    static final Latencies NONE = new Latencies(0, 0, 0, 0, 0);

    private static final double MICROS = 1_000;

    /** @param micros in microseconds */
    static Latencies of(Histogram micros) {
        return new Latencies(
                micros.getValueAtPercentile(50) / MICROS,
                micros.getValueAtPercentile(90) / MICROS,
                micros.getValueAtPercentile(99) / MICROS,
                micros.getValueAtPercentile(99.9) / MICROS,
                micros.getMaxValue() / MICROS);
    }
}
