package dev.countersign.bench.load;

import dev.countersign.bench.driver.Driven;
import dev.countersign.bench.driver.LoadDriver;
import dev.countersign.bench.driver.OpenClient;
import dev.countersign.bench.driver.OpenLoop;
import dev.countersign.bench.driver.TwoClients;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.server.Countersign;
import dev.countersign.bench.server.Installation;
import dev.countersign.bench.server.Storage;
import dev.countersign.bench.server.Target;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures latencies at a given rate, including one above the capacity. */
@Command(
        name = "open",
        description = "Open loop: requests start at a fixed rate, whatever became of those before.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class OpenCommand implements Callable<Integer> {
    /** Highest rate for a cold server; the last part of the warm-up uses the measured rate. */
    private static final int COLD_RATE = 2_000;

    private static final List<Integer> COLD_PARTS = List.of(4, 2, 1);

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
            names = "--beside",
            paramLabel = "RATE",
            description = "Another application asks at this rate meanwhile, in measured runs; it has rows of its own.")
    private int beside;

    @Option(
            names = "--database",
            description = "SQLITE, or POSTGRES: a server of its own for the time of the measurement.")
    private Storage.Kind database = Storage.Kind.SQLITE;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        options.pool = Math.clamp(longestLife(), options.pool, Integer.MAX_VALUE);
        Processors processors = BenchSetup.processors(options, database);
        try (BenchSetup stage = BenchSetup.open(command, options, database, processors)) {
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
                    Optional.empty(),
                    checks,
                    options);
        }
    }

    /** Number of assertions for the server that needs most of them. */
    private long longestLife() {
        long rate = rates.stream().mapToInt(Integer::intValue).max().orElseThrow();
        // the cold parts together need less than twice the last of them
        long warmUp = (2 * Math.min(rate, COLD_RATE) + rate) * Math.ceilDiv(options.warmUp, COLD_PARTS.size() + 1);
        return 1 + warmUp + (rate + beside) * options.seconds * options.runs;
    }

    private LedgerCheck life(BenchSetup stage, int rate, Figures figures) throws Exception {
        try (Countersign server = stage.installation().start(stage.processors().server());
                var client = new OpenClient(server.target(algorithm, tls), http2, mostUnderWay)) {
            var life = new Life(server, algorithm, tls, stage.pool(), stage.clock())
                    .withDatabase(stage.storage().process());
            life.begin();
            warmUp(life, client, rate);
            var loop = new OpenLoop(client, rate);
            if (beside > 0) {
                measureBeside(life, loop, server.target(other(algorithm), tls), figures);
            } else {
                figures.row(String.valueOf(rate), measure(life, loop));
            }
            return LedgerCheck.end(life, server);
        }
    }

    private List<Measured> measure(Life life, LoadDriver driver) throws IOException, InterruptedException {
        List<Measured> runs = new ArrayList<>();
        for (int run = 0; run < options.runs; run++) {
            runs.add(life.measure(driver, options.time()));
        }
        return runs;
    }

    /** Two rows with the observations of each client; each row shows the cost of both together. */
    private void measureBeside(Life life, OpenLoop noisy, Target ofQuiet, Figures figures)
            throws IOException, InterruptedException {
        try (var client = new OpenClient(ofQuiet, http2, mostUnderWay)) {
            var both = new TwoClients(noisy, new OpenLoop(client, beside), ofQuiet);
            List<Measured> runs = measure(life, both);
            figures.row(String.valueOf(noisy.rate()), seenBy(runs, both.noisyResults()));
            figures.row(beside + " beside", seenBy(runs, both.sawQuiet()));
        }
    }

    private static List<Measured> seenBy(List<Measured> runs, List<Driven> saw) {
        return IntStream.range(0, runs.size())
                .mapToObj(run -> runs.get(run).seenBy(saw.get(run)))
                .toList();
    }

    /** The application of the noisy client; there is one for each algorithm. */
    private static Algorithm other(Algorithm of) {
        return Installation.ALGORITHMS.stream()
                .filter(each -> each != of)
                .findFirst()
                .orElseThrow();
    }

    /** Starts with a fraction of the rate: opening all connections at once would be another measurement. */
    private void warmUp(Life life, OpenClient client, int rate) throws InterruptedException, IOException {
        Duration part = options.warmUpTime().dividedBy(COLD_PARTS.size() + 1);
        for (int fraction : COLD_PARTS) {
            life.warmUp(new OpenLoop(client, Math.ceilDiv(Math.min(rate, COLD_RATE), fraction)), part);
        }
        life.warmUp(new OpenLoop(client, rate), part);
    }
}
