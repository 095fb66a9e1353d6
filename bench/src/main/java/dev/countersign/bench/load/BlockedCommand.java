package dev.countersign.bench.load;

import dev.countersign.bench.driver.ClosedLoop;
import dev.countersign.bench.driver.Prepared;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.server.BlockedRows;
import dev.countersign.bench.server.Countersign;
import dev.countersign.bench.server.Storage;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures the cost of blocked subjects: one server, with many and without any in turn. */
@Command(
        name = "blocked",
        description = "One server, with many blocked subjects, of which none asks, and without any, by turns.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class BlockedCommand implements Callable<Integer> {
    private static final int WARM_UP = 60;

    @Mixin
    private final CommonOptions options = new CommonOptions(WARM_UP);

    @Option(names = "--subjects", description = "How many subjects are blocked.")
    private int subjects = 100_000;

    @Option(names = "--connections", description = "How many connections there are.")
    private int connections = 64;

    @Option(
            names = "--database",
            description = "SQLITE, or POSTGRES: a server of its own for the time of the measurement.")
    private Storage.Kind database = Storage.Kind.SQLITE;

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** A change of the database between two loads. */
    @FunctionalInterface
    private interface Change {
        void perform() throws SQLException;
    }

    @Override
    public Integer call() throws Exception {
        Processors processors = BenchSetup.processors(options, database);
        PoolSize.of(options, 2, processors.ofServer())
                .ensure(options, List.of(Algorithm.ES256), processors, Clock.systemUTC());
        try (BenchSetup stage = BenchSetup.open(command, options, database, processors);
                Countersign server = stage.installation().start(processors.server())) {
            var limit = new CryptoLimit(Algorithm.ES256, stage.clock());
            limit.measure(processors);
            var life = new Life(server, Algorithm.ES256, false, stage.pool(), stage.clock())
                    .withDatabase(stage.storage().process());
            var sides = new SideBySide(stage.folders(), processors);
            ClosedLoop load = sides.closedLoop(connections);
            var rows = new BlockedRows(server.database().url(), subjects);
            var none = sides.add("none blocked", life, after(rows::remove, load));
            var many = sides.add(subjects + " blocked", life, after(rows::place, load));
            sides.run(options);

            LedgerCheck check = LedgerCheck.end(life, server);
            limit.measure(processors);
            var figures = new Figures(limit, processors.ofServer());
            sides.fill(figures);
            return stage.conclude(
                    "ES256, HTTP, closed loop, %d connections".formatted(connections),
                    figures,
                    Optional.of(SideBySide.ratios("with ÷ without", many.runs(), none.runs())),
                    List.of(check),
                    options);
        }
    }

    private static Prepared after(Change change, ClosedLoop load) {
        return new Prepared(load, _ -> {
            try {
                change.perform();
            } catch (SQLException failed) {
                throw new IOException("Subjects cannot be blocked.", failed);
            }
        });
    }
}
