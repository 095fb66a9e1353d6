package dev.countersign.bench.machine;

import java.util.List;
import java.util.Locale;

/** The median, the minimum and the maximum of several runs. */
public record Spread(double median, double least, double greatest) {

    public static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /** Text such as {@code 3521 (3490–3555)}. */
    public String text(int decimals) {
        return "%s (%s–%s)".formatted(number(median, decimals), number(least, decimals), number(greatest, decimals));
    }

    public static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
