package dev.countersign.server.console.chart;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Distribution of durations.
 *
 * @param count number of durations
 * @param steps numbers by length
 */
public record Durations(int count, Duration median, Duration p95, Duration longest, List<Step> steps) {
    /** The length of the longest bar, in units of its drawing. */
    public static final int WIDTH = 200;

    private static final List<Integer> LIMITS = List.of(1, 2, 5, 10, 20, 50, 100, 1000);

    public Durations {
        steps = List.copyOf(steps);
    }

    /** The durations up to a limit and above the one before; its width is that of its bar. */
    public record Step(String label, long number, long width) {}

    /** The distribution of at least one duration. */
    public static Durations of(List<Duration> unordered) {
        List<Duration> all = unordered.stream().sorted().toList();
        var numbers = new ArrayList<Long>();
        for (int i = 0; i <= LIMITS.size(); i++) {
            numbers.add(0L);
        }
        all.forEach(duration -> {
            int step = step(duration);
            numbers.set(step, numbers.get(step) + 1);
        });
        long most = numbers.stream().mapToLong(Long::longValue).max().orElse(1);
        var steps = new ArrayList<Step>();
        for (int i = 0; i < numbers.size(); i++) {
            steps.add(new Step(label(i), numbers.get(i), Math.ceilDiv(numbers.get(i) * WIDTH, Math.max(1, most))));
        }
        return new Durations(all.size(), at(all, 0.5), at(all, 0.95), all.getLast(), steps);
    }

    private static int step(Duration duration) {
        int step = 0;
        while (step < LIMITS.size() && duration.compareTo(Duration.ofMillis(LIMITS.get(step))) > 0) {
            step++;
        }
        return step;
    }

    private static String label(int step) {
        return step < LIMITS.size() ? "up to %s ms".formatted(LIMITS.get(step)) : "longer";
    }

    /** The smallest duration that is not exceeded by this part of all. */
    private static Duration at(List<Duration> all, double part) {
        return all.get(Math.max(0, (int) Math.ceil(part * all.size()) - 1));
    }

    /** A duration in milliseconds, with one decimal place. */
    public static String text(Duration duration) {
        return Math.round(duration.toNanos() / 100_000.0) / 10.0 + " ms";
    }
}
