package dev.countersign.server.console.overview;

import dev.countersign.server.insight.ExchangeCounts.Bucket;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Exchanges and refusals over time, as columns in a drawing of {@value #WIDTH} by {@value #HEIGHT} units.
 *
 * @param most the value of the highest column
 */
public record Chart(List<Column> columns, long most, long accepted, long refused, long faults) {
    public static final int WIDTH = 720;
    public static final int HEIGHT = 120;
    private static final double GAP = 0.2;

    public Chart {
        columns = List.copyOf(columns);
    }

    /** One interval: three stacked pieces. */
    public record Column(Instant from, long accepted, long refused, long faults, List<Piece> pieces) {
        public Column {
            pieces = List.copyOf(pieces);
        }
    }

    /** A rectangle; its style names what it counts. */
    public record Piece(String style, String x, String y, String width, String height) {}

    static Chart of(List<Bucket> buckets) {
        long most = Math.max(
                1,
                buckets.stream()
                        .mapToLong(bucket -> bucket.accepted() + bucket.refused() + bucket.faults())
                        .max()
                        .orElse(1));
        var columns = new ArrayList<Column>();
        double step = (double) WIDTH / Math.max(1, buckets.size());
        for (int i = 0; i < buckets.size(); i++) {
            columns.add(column(buckets.get(i), i * step, step, most));
        }
        return new Chart(
                columns,
                most,
                buckets.stream().mapToLong(Bucket::accepted).sum(),
                buckets.stream().mapToLong(Bucket::refused).sum(),
                buckets.stream().mapToLong(Bucket::faults).sum());
    }

    private static Column column(Bucket bucket, double left, double step, long most) {
        var pieces = new ArrayList<Piece>();
        double top = HEIGHT;
        record Count(String style, long number) {}
        for (Count count : List.of(
                new Count("accepted", bucket.accepted()),
                new Count("refused", bucket.refused()),
                new Count("fault", bucket.faults()))) {
            if (count.number() > 0) {
                double height = (double) HEIGHT * count.number() / most;
                top -= height;
                pieces.add(new Piece(
                        count.style(),
                        units(left + step * GAP / 2),
                        units(top),
                        units(step * (1 - GAP)),
                        units(height)));
            }
        }
        return new Column(bucket.from(), bucket.accepted(), bucket.refused(), bucket.faults(), pieces);
    }

    /** Formats with at most two decimal places, independent of the server's locale. */
    private static String units(double value) {
        return String.valueOf(Math.round(value * 100) / 100.0);
    }
}
