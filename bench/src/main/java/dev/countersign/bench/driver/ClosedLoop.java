package dev.countersign.bench.driver;

import dev.countersign.bench.machine.Program;
import dev.countersign.bench.server.Target;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A fixed number of keep-alive connections by wrk: each presents the next assertion when it has its response.
 *
 * @param processors the processors on which wrk runs
 * @param proofs file of DPoP proofs, from which each request takes the next; without it, requests have none
 */
public record ClosedLoop(int connections, Path script, String processors, Optional<Path> proofs) implements LoadDriver {
    private static final Duration GRACE = Duration.ofSeconds(30);
    private static final Pattern FIGURE = Pattern.compile("(?m)^bench (\\w+) (\\S+)$");

    @Override
    public Driven drive(Target target, AssertionPool pool, int from, Duration time)
            throws IOException, InterruptedException {
        List<String> words = new ArrayList<>(List.of(
                "wrk",
                "--threads=1",
                "--connections=" + connections,
                "--duration=%ds".formatted(time.toSeconds()),
                "--timeout=10s",
                "--script=" + script,
                target.endpoint().toString(),
                "--",
                pool.assertions().toString(),
                String.valueOf(from),
                target.credentials()));
        proofs.map(Path::toString).ifPresent(words::add);
        String said = Program.of(words.toArray(String[]::new)).on(processors).run(time.plus(GRACE));
        Map<String, Double> figures = FIGURE.matcher(said)
                .results()
                .collect(Collectors.toMap(found -> found.group(1), found -> Double.valueOf(found.group(2))));
        if (count(figures, "exhausted") > 0) {
            throw new IllegalStateException("There were not enough assertions or proofs; ask for a larger --pool.");
        }
        if (count(figures, "refused") > 0 || count(figures, "broken") > 0) {
            throw new IllegalStateException("Not every exchange was answered with a token: " + said);
        }
        return driven(figures, from);
    }

    private Driven driven(Map<String, Double> figures, int from) {
        int presented = count(figures, "presented");
        int answered = count(figures, "answered");
        return new Driven(
                presented,
                answered,
                answered,
                0,
                connections,
                Duration.ofNanos((long) (figure(figures, "took") * 1e6)),
                new Latencies(
                        figure(figures, "p50"),
                        figure(figures, "p90"),
                        figure(figures, "p99"),
                        figure(figures, "p999"),
                        figure(figures, "max")),
                connections,
                // the last ones may have been cut off
                AssertionPool.sample(from, from + presented - connections, Driven.SAMPLE));
    }

    private static int count(Map<String, Double> figures, String name) {
        return (int) figure(figures, name);
    }

    private static double figure(Map<String, Double> figures, String name) {
        Double figure = figures.get(name);
        if (figure == null) {
            throw new IllegalStateException("wrk has not told " + name);
        }
        return figure;
    }
}
