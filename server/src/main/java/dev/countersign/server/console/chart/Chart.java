package dev.countersign.server.console.chart;

import dev.countersign.server.insight.ExchangeCounts.Bucket;
import dev.countersign.server.insight.ExchangeCounts.CountSeries;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Numbers over time, as stacked columns in a drawing of {@value #WIDTH} by {@value #HEIGHT} units.
 *
 * @param series what is counted, from the bottom of each column
 * @param most the value of the highest column
 */
public record Chart(List<Series> series, List<Column> columns, long most) {
    public static final int WIDTH = 720;
    public static final int HEIGHT = 120;
    private static final double GAP = 0.2;
    private static final DateTimeFormatter HOURS =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAYS =
            DateTimeFormatter.ofPattern("d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    public Chart {
        series = List.copyOf(series);
        columns = List.copyOf(columns);
    }

    /** One of the things that are counted; its style names its colour. */
    public record Series(String name, String style, long total) {}

    /**
     * One interval.
     *
     * @param to its end, exclusive
     * @param values the number of each series
     * @param chosen whether it is in a selected range that does not have all intervals
     */
    public record Column(
            Instant from, Instant to, String x, String width, List<Long> values, List<Piece> pieces, boolean chosen) {
        public Column {
            values = List.copyOf(values);
            pieces = List.copyOf(pieces);
        }

        /** The last moment of the interval. */
        public Instant last() {
            return to.minusMillis(1);
        }
    }

    /** A rectangle; its style names what it counts. */
    public record Piece(String style, String x, String y, String width, String height) {}

    /** The times of the first, the middle and the last interval, in UTC. */
    public List<String> labels() {
        if (columns.size() < 2) {
            return List.of();
        }
        Instant first = columns.getFirst().from();
        Instant last = columns.getLast().from();
        DateTimeFormatter format = Duration.between(first, last).compareTo(Duration.ofDays(2)) < 0 ? HOURS : DAYS;
        return Stream.of(first, columns.get(columns.size() / 2).from(), last)
                .map(format::format)
                .toList();
    }

    /** The totals as a sentence, in place of the drawing. */
    public String text() {
        String totals = String.join(
                ", ",
                series.stream()
                        .map(one -> "%s %s".formatted(one.total(), one.name()))
                        .toList());
        return "%s; the highest column is %s".formatted(totals.isEmpty() ? "none" : totals, most);
    }

    /** Requests by their outcome. */
    public static Chart ofOutcomes(List<Bucket> buckets) {
        var series = new ArrayList<CountSeries>(List.of(
                new CountSeries(
                        "Exchanged", buckets.stream().map(Bucket::accepted).toList()),
                new CountSeries("Refused", buckets.stream().map(Bucket::refused).toList())));
        var faults =
                new CountSeries("Faults", buckets.stream().map(Bucket::faults).toList());
        if (faults.total() > 0) {
            series.add(faults);
        }
        return of(buckets, series, List.of("accepted", "refused", "fault"));
    }

    /** Series of the same intervals, each with a colour of its own. */
    public static Chart of(List<Bucket> intervals, List<CountSeries> series) {
        return of(
                intervals,
                series,
                IntStream.range(0, series.size()).mapToObj(i -> "series-" + i).toList());
    }

    private static Chart of(List<Bucket> intervals, List<CountSeries> counted, List<String> styles) {
        var series = new ArrayList<Series>();
        for (int i = 0; i < counted.size(); i++) {
            series.add(new Series(
                    counted.get(i).name(), styles.get(i), counted.get(i).total()));
        }
        List<List<Long>> values = IntStream.range(0, intervals.size())
                .mapToObj(i -> counted.stream().map(one -> one.counts().get(i)).toList())
                .toList();
        long most = Math.max(1, values.stream().mapToLong(Chart::sum).max().orElse(1));
        var columns = new ArrayList<Column>();
        double step = (double) WIDTH / Math.max(1, intervals.size());
        for (int i = 0; i < intervals.size(); i++) {
            Bucket interval = intervals.get(i);
            columns.add(new Column(
                    interval.from(),
                    interval.from().plus(interval.length()),
                    units(i * step),
                    units(step),
                    values.get(i),
                    pieces(values.get(i), styles, i * step, step, most),
                    false));
        }
        return new Chart(series, columns, most);
    }

    private static long sum(List<Long> numbers) {
        return numbers.stream().mapToLong(Long::longValue).sum();
    }

    private static List<Piece> pieces(List<Long> values, List<String> styles, double left, double step, long most) {
        var pieces = new ArrayList<Piece>();
        double top = HEIGHT;
        for (int i = 0; i < values.size(); i++) {
            if (values.get(i) > 0) {
                double height = (double) HEIGHT * values.get(i) / most;
                top -= height;
                pieces.add(new Piece(
                        styles.get(i),
                        units(left + step * GAP / 2),
                        units(top),
                        units(step * (1 - GAP)),
                        units(height)));
            }
        }
        return pieces;
    }

    /** The same chart with the intervals of a range marked, unless it has all of them. */
    public Chart choosing(Instant from, Instant to) {
        List<Column> marked = columns.stream()
                .map(column -> new Column(
                        column.from(),
                        column.to(),
                        column.x(),
                        column.width(),
                        column.values(),
                        column.pieces(),
                        column.from().isBefore(to) && column.to().isAfter(from)))
                .toList();
        return marked.stream().allMatch(Column::chosen) ? this : new Chart(series, marked, most);
    }

    /** Whether nothing was counted. */
    public boolean isEmpty() {
        return series.stream().allMatch(one -> one.total() == 0);
    }

    /** Whether some intervals are marked. */
    public boolean hasChoice() {
        return columns.stream().anyMatch(Column::chosen);
    }

    /** The names and the numbers of an interval, for a pointer over it. */
    public String text(Column column) {
        return String.join(
                ", ",
                Stream.iterate(0, i -> i < series.size(), i -> i + 1)
                        .filter(i -> column.values().get(i) > 0)
                        .map(i -> "%s %s"
                                .formatted(column.values().get(i), series.get(i).name()))
                        .toList());
    }

    /** Formats with at most two decimal places, independent of the server's locale. */
    private static String units(double value) {
        return String.valueOf(Math.round(value * 100) / 100.0);
    }
}
