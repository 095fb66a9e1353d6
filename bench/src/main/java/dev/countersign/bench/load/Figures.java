package dev.countersign.bench.load;

import dev.countersign.bench.machine.Spread;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Pair of tables over the same rows: throughput with latencies, and resource use. */
final class Figures {
    private final CryptoLimit limit;
    private final int processors;
    private final List<String> labels = new ArrayList<>();
    private final List<List<Measured>> rows = new ArrayList<>();

    /** @param processors of the server: the limit applies to each of them */
    Figures(CryptoLimit limit, int processors) {
        this.limit = limit;
        this.processors = processors;
    }

    /** Adds the runs of one row. */
    void row(String label, List<Measured> runs) {
        labels.add(label);
        rows.add(runs);
    }

    void print(Report report) {
        report.table(speed());
        report.line(cost().toString());
        report.line("exchanges/s run by run, which shows whether the server was warm: " + inOrder());
        report.line(limit.toString());
    }

    private String inOrder() {
        return IntStream.range(0, rows.size())
                .mapToObj(row -> labels.get(row) + ": "
                        + rows.get(row).stream()
                                .map(run -> Spread.number(run.driven().rate(), 0))
                                .collect(Collectors.joining(" ")))
                .collect(Collectors.joining("; "));
    }

    private TextTable speed() {
        var table = new TextTable(
                List.of("", "exchanges/s", "of limit", "shed/s", "p50 ms", "p90 ms", "p99 ms", "p99.9 ms", "max ms"));
        for (int i = 0; i < rows.size(); i++) {
            List<Measured> runs = rows.get(i);
            Spread rate = spread(runs, run -> run.driven().rate());
            table.row(List.of(
                    labels.get(i),
                    rate.text(0),
                    "%s %%"
                            .formatted(Spread.number(
                                    rate.median() * 100 / limit.rate().median() / processors, 0)),
                    median(runs, run -> run.driven().shed() / run.driven().seconds(), 0),
                    median(runs, run -> run.driven().latencies().p50(), 2),
                    median(runs, run -> run.driven().latencies().p90(), 2),
                    median(runs, run -> run.driven().latencies().p99(), 2),
                    median(runs, run -> run.driven().latencies().p999(), 2),
                    median(runs, run -> run.driven().latencies().max(), 1)));
        }
        return table;
    }

    private TextTable cost() {
        var table = new TextTable(List.of(
                "",
                "CPU µs each",
                "database",
                "CPU",
                "driver",
                "others",
                "allocated kB",
                "GC ms/s",
                "longest ms",
                "RSS MB",
                "peak MB",
                "under way"));
        for (int i = 0; i < rows.size(); i++) {
            List<Measured> runs = rows.get(i);
            table.row(List.of(
                    labels.get(i),
                    spread(runs, Measured::serverMicros).text(0),
                    median(runs, Measured::databaseMicros, 0),
                    median(runs, run -> run.share(run.server()) * 100, 0) + " %",
                    median(runs, run -> run.share(run.driver()) * 100, 0) + " %",
                    median(runs, run -> run.share(run.others()) * 100, 0) + " %",
                    allocated(runs),
                    median(runs, Measured::pausedMillis, 1),
                    median(runs, run -> run.pauses().longestMillis(), 1),
                    median(runs, Measured::residentMegabytes, 0),
                    median(runs, Measured::peakMegabytes, 0),
                    median(runs, run -> run.driven().mostUnderWay(), 0)));
        }
        return table;
    }

    /** Unknown for a run with fewer than two collections. */
    private static String allocated(List<Measured> runs) {
        List<Measured> measured =
                runs.stream().filter(run -> run.pauses().count() > 1).toList();
        return measured.isEmpty() ? "?" : median(measured, Measured::allocatedKilobytes, 1);
    }

    static Spread spread(List<Measured> runs, ToDoubleFunction<Measured> figure) {
        return Spread.of(runs.stream().map(figure::applyAsDouble).toList());
    }

    private static String median(List<Measured> runs, ToDoubleFunction<Measured> figure, int decimals) {
        return Spread.number(spread(runs, figure).median(), decimals);
    }
}
