package dev.countersign.bench.load;

import dev.countersign.bench.driver.ClosedLoop;
import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.machine.Spread;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** Measurement of two servers in turn on the same processors: every round is one run of each. */
final class SideBySide {
    private final Folders folders;
    private final Processors processors;
    private final List<Turn> turns = new ArrayList<>();

    /** A server with a number of connections, and its runs so far. */
    private record Turn(Life life, ClosedLoop load, List<Measured> runs) {

        String label() {
            return "%s, %d".formatted(life.server().name(), load.connections());
        }
    }

    SideBySide(Folders folders, Processors processors) {
        this.folders = folders;
        this.processors = processors;
    }

    /** Adds a server to every round. */
    void add(Life life, int connections) {
        turns.add(
                new Turn(life, new ClosedLoop(connections, folders.script(), processors.driver()), new ArrayList<>()));
    }

    /** Warms up all servers equally long, then measures round by round. */
    void run(CommonOptions options) throws IOException, InterruptedException {
        List<Life> warm = new ArrayList<>();
        for (Turn turn : turns) {
            if (!warm.contains(turn.life())) {
                turn.life().begin();
                turn.life().warmUp(turn.load(), options.warmUpTime());
                warm.add(turn.life());
            }
        }
        for (int round = 0; round < options.runs; round++) {
            for (Turn turn : turns) {
                turn.runs().add(turn.life().measure(turn.load(), options.time()));
            }
        }
    }

    void fill(Figures figures) {
        turns.forEach(turn -> figures.row(turn.label(), turn.runs()));
    }

    /** Ratios of the results of two servers, round by round; more than 1 is in favour of the first. */
    TextTable ratios(Life first, Life second) {
        var table = new TextTable(List.of("times", "exchanges/s", "less CPU each", "lower p99", "lower RSS"));
        for (Turn ours : turnsOf(first)) {
            for (Turn theirs : turnsOf(second)) {
                List<Measured> mine = ours.runs();
                List<Measured> other = theirs.runs();
                table.row(List.of(
                        "%s ÷ %s".formatted(ours.label(), theirs.label()),
                        ratio(mine, other, run -> run.driven().rate()),
                        ratio(other, mine, Measured::serverMicros),
                        ratio(other, mine, run -> run.driven().latencies().p99()),
                        ratio(other, mine, Measured::residentMegabytes)));
            }
        }
        return table;
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
