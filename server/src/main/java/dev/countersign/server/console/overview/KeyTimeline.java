package dev.countersign.server.console.overview;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The lives of signing keys as bars: published, then signing, then published until the last token has expired.
 *
 * @param now position of the present
 */
public record KeyTimeline(List<Row> rows, int now) {
    public static final int WIDTH = 720;
    public static final int ROW = 28;
    /** Left end of the bars: names stand before them. */
    public static final int LEFT = 150;

    private static final Duration AHEAD = Duration.ofDays(7);
    private static final int SHORT_ID = 8;

    public KeyTimeline {
        rows = List.copyOf(rows);
    }

    /** One key; its bars in order. */
    public record Row(String name, List<Bar> bars) {
        public Row {
            bars = List.copyOf(bars);
        }
    }

    /**
     * A part of a life.
     *
     * @param style {@code published} or {@code signing}
     */
    public record Bar(String style, int x, int width) {}

    /** The lives of these keys, the first to sign on top. */
    static KeyTimeline of(List<SigningKeysSection.Key> keys, Instant now) {
        Instant from = keys.stream()
                .map(SigningKeysSection.Key::createdAt)
                .min(Comparator.naturalOrder())
                .orElse(now);
        Instant to = Stream.concat(
                        Stream.of(now.plus(AHEAD)), keys.stream().flatMap(key -> key.publishedUntil().stream()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        var scale = new Scale(from, Duration.between(from, to));
        return new KeyTimeline(
                keys.stream()
                        .sorted(Comparator.comparing(SigningKeysSection.Key::signsFrom)
                                .thenComparing(SigningKeysSection.Key::algorithm))
                        .map(key -> row(key, to, scale))
                        .toList(),
                scale.of(now));
    }

    private record Scale(Instant from, Duration length) {
        int of(Instant time) {
            double part = (double) Duration.between(from, time).toMillis() / length.toMillis();
            return LEFT + (int) Math.round(Math.clamp(part, 0, 1) * (WIDTH - LEFT));
        }
    }

    private static Row row(SigningKeysSection.Key key, Instant end, Scale scale) {
        Instant signsUntil = key.signsUntil().orElse(end);
        Instant publishedUntil = key.publishedUntil().orElse(end);
        var bars = new ArrayList<Bar>();
        add(bars, "published", scale.of(key.createdAt()), scale.of(key.signsFrom()));
        add(bars, "signing", scale.of(key.signsFrom()), scale.of(signsUntil));
        add(bars, "published", scale.of(signsUntil), scale.of(publishedUntil));
        return new Row(
                key.algorithm() + " "
                        + key.keyId()
                                .substring(0, Math.min(SHORT_ID, key.keyId().length())),
                bars);
    }

    private static void add(List<Bar> bars, String style, int from, int to) {
        if (to > from) {
            bars.add(new Bar(style, from, to - from));
        }
    }
}
