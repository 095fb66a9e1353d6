package dev.countersign.bench.load;

import dev.countersign.bench.driver.ClosedLoop;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.server.Countersign;
import dev.countersign.bench.server.Storage;
import dev.countersign.core.jose.key.Algorithm;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures the throughput of a server. */
@Command(
        name = "load",
        description = "Closed loop by wrk: each connection presents its next assertion when it has its answer.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class LoadCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--algorithm", description = "How access tokens are signed: RS256 or ES256.")
    private Algorithm algorithm = Algorithm.ES256;

    @Option(names = "--connections", split = ",", description = "How many connections; several are done in turn.")
    private List<Integer> connections = List.of(1, 16, 64, 256);

    @Option(names = "--tls", description = "Over TLS.")
    private boolean tls;

    @Option(
            names = "--database",
            description = "SQLITE, or POSTGRES: a server of its own for the time of the measurement.")
    private Storage.Kind database = Storage.Kind.SQLITE;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Processors processors = BenchSetup.processors(options, database);
        PoolSize.of(options, 1, processors.ofServer())
                .ensure(options, List.of(algorithm), processors, Clock.systemUTC());
        try (BenchSetup stage = BenchSetup.open(command, options, database, processors)) {
            var limit = new CryptoLimit(algorithm, stage.clock());
            limit.measure(processors);
            var figures = new Figures(limit, processors.ofServer());
            List<LedgerCheck> checks = new ArrayList<>();
            for (int count : connections) {
                var wrk = new ClosedLoop(count, stage.folders().script(), processors.driver(), Optional.empty());
                checks.add(life(stage, wrk, figures));
            }
            limit.measure(processors);
            return stage.conclude(
                    "%s, %s, closed loop by connections".formatted(algorithm, tls ? "TLS" : "HTTP"),
                    figures,
                    Optional.empty(),
                    checks,
                    options);
        }
    }

    private LedgerCheck life(BenchSetup stage, ClosedLoop wrk, Figures figures) throws Exception {
        try (Countersign server = stage.installation().start(stage.processors().server())) {
            var life = new Life(server, algorithm, tls, stage.pool(), stage.clock())
                    .withDatabase(stage.storage().process());
            life.begin();
            life.warmUp(wrk, options.warmUpTime());
            List<Measured> runs = new ArrayList<>();
            for (int run = 0; run < options.runs; run++) {
                runs.add(life.measure(wrk, options.time()));
            }
            figures.row(String.valueOf(wrk.connections()), runs);
            return LedgerCheck.end(life, server);
        }
    }
}
