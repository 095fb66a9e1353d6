package dev.countersign.server.metrics;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The names of all metrics, without the endings of the parts of a histogram. */
final class MetricNames {
    private static final Pattern TYPED = Pattern.compile("(?m)^# TYPE (\\S+) ");
    private static final Pattern USED = Pattern.compile("\\b(?:countersign|jvm|process)_[a-z_]+");

    private MetricNames() {}

    /** Our own from their table, because a metric without a value is not written; those of the library as written. */
    static Set<String> all() throws IOException {
        Set<String> names = new TreeSet<>();
        Stream.of(Meter.values()).map(Meter::title).forEach(names::add);
        var out = new ByteArrayOutputStream();
        new Meters("1", Meters.NO_TRACES).writeTo(out, "");
        TYPED.matcher(out.toString(StandardCharsets.UTF_8)).results().forEach(name -> names.add(name.group(1)));
        return names;
    }

    /** The names of metrics in a text with expressions. */
    static Set<String> in(String text) {
        Set<String> names = new TreeSet<>();
        USED.matcher(text).results().forEach(name -> names.add(name.group().replaceFirst("_(bucket|sum|count)$", "")));
        return names;
    }
}
