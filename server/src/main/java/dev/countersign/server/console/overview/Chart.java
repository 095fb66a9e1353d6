package dev.countersign.server.console.overview;

import dev.countersign.server.insight.ExchangeCounts.Bucket;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Exchanges and refusals over time, as columns in a drawing of {@value #WIDTH} by {@value #HEIGHT} units.
 *
 * @param most the value of the highest column
 */
public record Chart(List<Column> columns, long most, long accepted, long refused, long faults) {
    public static final int WIDTH = 720;
    public static final int HEIGHT = 120;
    private static final double GAP = 0.2;
    private static final DateTimeFormatter HOURS =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAYS =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

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

    /** A time below the axis. */
    public record Label(String x, String anchor, String text) {}

    /** The times of the first, the middle and the last interval, in UTC. */
    public List<Label> labels() {
        if (columns.size() < 2) {
            return List.of();
        }
        Instant first = columns.getFirst().from();
        Instant last = columns.getLast().from();
        DateTimeFormatter format = Duration.between(first, last).compareTo(Duration.ofDays(2)) < 0 ? HOURS : DAYS;
        return List.of(
                new Label("0", "start", format.format(first)),
                new Label(
                        String.valueOf(WIDTH / 2),
                        "middle",
                        format.format(columns.get(columns.size() / 2).from())),
                new Label(String.valueOf(WIDTH), "end", format.format(last)));
    }

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
