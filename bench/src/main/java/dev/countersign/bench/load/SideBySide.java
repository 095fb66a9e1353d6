package dev.countersign.bench.load;

import dev.countersign.bench.driver.ClosedLoop;
import dev.countersign.bench.driver.LoadDriver;
import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.machine.Spread;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * Measurement of several loads in turn on the same processors: every round is one run of each, in the reverse order of
 * the round before, so that a machine that becomes slower or faster favours none.
 */
final class SideBySide {
    private final Folders folders;
    private final Processors processors;
    private final List<Turn> turns = new ArrayList<>();

    /** A load on a server, and its runs so far. */
    record Turn(String label, Life life, LoadDriver load, List<Measured> runs) {}

    SideBySide(Folders folders, Processors processors) {
        this.folders = folders;
        this.processors = processors;
    }

    /** Adds a server with a number of connections to every round. */
    Turn add(Life life, int connections) {
        return add("%s, %d".formatted(life.server().name(), connections), life, closedLoop(connections));
    }

    /** Adds a load on a server to every round. */
    Turn add(String label, Life life, LoadDriver load) {
        var turn = new Turn(label, life, load, new ArrayList<>());
        turns.add(turn);
        return turn;
    }

    /** A closed loop without proofs, for {@link #add(String, Life, LoadDriver)}. */
    ClosedLoop closedLoop(int connections) {
        return new ClosedLoop(connections, folders.script(), processors.driver(), Optional.empty());
    }

    /** Warms up all servers equally long, each with all its loads, then measures round by round. */
    void run(CommonOptions options) throws IOException, InterruptedException {
        for (Life life : turns.stream().map(Turn::life).distinct().toList()) {
            List<Turn> loads = turnsOf(life);
            Duration each = Duration.ofSeconds(Math.ceilDiv(options.warmUp, loads.size()));
            life.begin();
            for (Turn turn : loads) {
                life.warmUp(turn.load(), each);
            }
        }
        for (int round = 0; round < options.runs; round++) {
            for (Turn turn : round % 2 == 0 ? turns : turns.reversed()) {
                turn.runs().add(turn.life().measure(turn.load(), options.time()));
            }
        }
    }

    void fill(Figures figures) {
        turns.forEach(turn -> figures.row(turn.label(), turn.runs()));
    }

    /** Ratios of the results of two servers, round by round; more than 1 is in favour of the first. */
    TextTable ratios(Life first, Life second) {
        var table = table();
        for (Turn ours : turnsOf(first)) {
            for (Turn theirs : turnsOf(second)) {
                row(table, "%s ÷ %s".formatted(ours.label(), theirs.label()), ours.runs(), theirs.runs());
            }
        }
        return table;
    }

    /** The same ratios of some runs and others. */
    static TextTable ratios(String label, List<Measured> runs, List<Measured> others) {
        var table = table();
        row(table, label, runs, others);
        return table;
    }

    private static TextTable table() {
        return new TextTable(List.of("times", "exchanges/s", "less CPU each", "lower p99", "lower RSS"));
    }

    private static void row(TextTable table, String label, List<Measured> mine, List<Measured> other) {
        table.row(List.of(
                label,
                ratio(mine, other, run -> run.driven().rate()),
                ratio(other, mine, Measured::serverMicros),
                ratio(other, mine, run -> run.driven().latencies().p99()),
                ratio(other, mine, Measured::residentMegabytes)));
    }

    private List<Turn> turnsOf(Life life) {
        return turns.stream().filter(turn -> turn.life() == life).toList();
    }

    private static String ratio(List<Measured> dividend, List<Measured> divisor, ToDoubleFunction<Measured> figure) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < dividend.size(); round++) {
            ratios.add(figure.applyAsDouble(dividend.get(round)) / figure.applyAsDouble(divisor.get(round)));
        }
        return Spread.of(ratios).text(2);
    }
}
