package dev.countersign.bench.load;

import java.util.List;
import java.util.Locale;

/** The median of several runs with the least and the greatest of them. */
record Spread(double median, double least, double greatest) {

    static Spread of(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        double median = sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        return new Spread(median, sorted.getFirst(), sorted.getLast());
    }

    /** Such as {@code 3521 (3490–3555)}. */
    String text(int decimals) {
        return "%s (%s–%s)".formatted(number(median, decimals), number(least, decimals), number(greatest, decimals));
    }

    static String number(double value, int decimals) {
        return String.format(Locale.ROOT, "%." + decimals + "f", value);
    }
}
