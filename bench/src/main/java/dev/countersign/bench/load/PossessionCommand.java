package dev.countersign.bench.load;

import dev.countersign.bench.driver.ClosedLoop;
import dev.countersign.bench.driver.Prepared;
import dev.countersign.bench.driver.ProofFile;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.server.Countersign;
import dev.countersign.bench.server.Storage;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures the cost of a DPoP proof: one server, with and without proofs in turn. */
@Command(
        name = "possession",
        description = "One server, with a new DPoP proof (ES256) in each request and without proofs, by turns.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class PossessionCommand implements Callable<Integer> {
    private static final int WARM_UP = 60;

    /** The longest that is allowed, so that a proof does not expire before it is presented. */
    private static final Map<String, String> LONG_PROOFS = Map.of("COUNTERSIGN_OAUTH_DPOP_MAX_AGE_SECONDS", "300");

    @Mixin
    private final CommonOptions options = new CommonOptions(WARM_UP);

    @Option(names = "--connections", description = "How many connections there are.")
    private int connections = 64;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Processors processors = options.processors();
        PoolSize.of(options, 2, processors.ofServer())
                .ensure(options, List.of(Algorithm.ES256), processors, Clock.systemUTC());
        try (BenchSetup stage = BenchSetup.open(command, options, Storage.Kind.SQLITE, processors);
                Countersign server = stage.installation().start(LONG_PROOFS, processors.server())) {
            var limit = new CryptoLimit(Algorithm.ES256, stage.clock());
            limit.measure(processors);
            var life = new Life(server, Algorithm.ES256, false, stage.pool(), stage.clock());
            var sides = new SideBySide(stage.folders(), processors);
            ClosedLoop plain = sides.closedLoop(connections);
            var without = sides.add("without proof", life, plain);
            // the endpoint as published is that of HTTPS, also where requests come over plain HTTP
            URI endpoint = server.target(Algorithm.ES256, true).endpoint();
            var proofs = new ProofFile(stage.folders().work().resolve("proofs.txt"), endpoint);
            var with = sides.add(
                    "with proof",
                    life,
                    new Prepared(
                            new ClosedLoop(connections, plain.script(), plain.processors(), Optional.of(proofs.path())),
                            time -> sign(proofs, stage, limit, time)));
            sides.run(options);

            LedgerCheck check = LedgerCheck.end(life, server);
            limit.measure(processors);
            var figures = new Figures(limit, processors.ofServer());
            sides.fill(figures);
            return stage.conclude(
                    "ES256, HTTP, closed loop, %d connections".formatted(connections),
                    figures,
                    Optional.of(SideBySide.ratios("with ÷ without", with.runs(), without.runs())),
                    List.of(check),
                    options);
        }
    }

    /** Signs as many as no server can redeem in that time, on all processors while no load is made. */
    private static void sign(ProofFile proofs, BenchSetup stage, CryptoLimit limit, Duration time)
            throws IOException, InterruptedException {
        Processors processors = stage.processors();
        long most =
                new PoolSize(time, processors.ofServer()).atMost(limit.rate().greatest());
        processors.useAll();
        proofs.sign(Math.toIntExact(most), stage.clock().instant());
        processors.driveFromHere();
    }
}
