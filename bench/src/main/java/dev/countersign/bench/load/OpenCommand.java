package dev.countersign.bench.load;

import dev.countersign.core.jose.Algorithm;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that finds out how long clients wait at a given rate, also at one that is too high. */
@Command(
        name = "open",
        description = "Open loop: requests start at a fixed rate, whatever became of those before.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class OpenCommand implements Callable<Integer> {
    /** A cold server is not asked for more than this while it warms up. */
    private static final int WARM_UP_RATE = 2_000;

    private static final List<Integer> WARM_UP_PARTS = List.of(8, 4, 2, 1);

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--rate", split = ",", required = true, description = "Requests in a second; several in turn.")
    private List<Integer> rates = List.of();

    @Option(names = "--algorithm", description = "How access tokens are signed: RS256 or ES256.")
    private Algorithm algorithm = Algorithm.ES256;

    @Option(names = "--tls", description = "Over TLS.")
    private boolean tls;

    @Option(names = "--http2", description = "HTTP/2 in place of HTTP/1.1.")
    private boolean http2;

    @Option(
            names = "--most-under-way",
            description = "How many requests may be at the server at the same time; more wait in the driver.")
    private int mostUnderWay = 2_000;

    @Option(
            names = "--database",
            description = "SQLITE, or POSTGRES: a server of its own for the time of the measurement.")
    private Storage.Kind database = Storage.Kind.SQLITE;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        options.pool = Math.max(options.pool, longestLife());
        Processors processors = Stage.processors(options, database);
        try (Stage stage = Stage.open(command, options, database, processors)) {
            var limit = new CryptoLimit(algorithm, stage.clock());
            limit.measure(processors);
            var figures = new Figures(limit, processors.ofServer());
            List<LedgerCheck> checks = new ArrayList<>();
            for (int rate : rates) {
                checks.add(life(stage, rate, figures));
            }
            limit.measure(processors);
            return stage.conclude(
                    "%s, %s%s, open loop by requests in a second, latencies of what was accepted from the scheduled start on"
                            .formatted(algorithm, http2 ? "HTTP/2" : "HTTP/1.1", tls ? " over TLS" : ""),
                    figures,
                    checks,
                    options);
        }
    }

    /** How many assertions the server that gets most of them needs. */
    private int longestLife() {
        int rate = rates.stream().mapToInt(Integer::intValue).max().orElseThrow();
        return 1 + Math.min(rate, WARM_UP_RATE) * options.warmUp + rate * options.seconds * options.runs;
    }

    private LedgerCheck life(Stage stage, int rate, Figures figures) throws Exception {
        try (Countersign server = stage.installation().start(stage.processors().server());
                var client = new OpenClient(server.target(algorithm, tls), http2, mostUnderWay)) {
            var life = new Life(server, algorithm, tls, stage.pool(), stage.clock())
                    .withDatabase(stage.storage().process());
            life.begin();
            warmUp(life, client, Math.min(rate, WARM_UP_RATE));
            List<Measured> runs = new ArrayList<>();
            for (int run = 0; run < options.runs; run++) {
                runs.add(life.measure(new OpenLoop(client, rate), options.time()));
            }
            figures.row(String.valueOf(rate), runs);
            return LedgerCheck.end(life, server);
        }
    }

    /** A cold server gets a fraction of the rate at first: all connections at once would be another measurement. */
    private void warmUp(Life life, OpenClient client, int rate) throws InterruptedException, IOException {
        for (int part : WARM_UP_PARTS) {
            var loop = new OpenLoop(client, Math.ceilDiv(rate, part));
            life.warmUp(loop, options.warmUpTime().dividedBy(WARM_UP_PARTS.size()));
        }
    }
}
