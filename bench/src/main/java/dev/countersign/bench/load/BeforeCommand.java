package dev.countersign.bench.load;

import dev.countersign.bench.load.SideBySide.Turn;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.server.Countersign;
import dev.countersign.bench.server.Installation;
import dev.countersign.bench.server.Storage;
import dev.countersign.core.jose.key.Algorithm;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * The command that measures this version and an older one in turn. Both are started several times, because what the
 * compilers of a JVM make of the same program differs by some percent from one start to the next.
 */
@Command(
        name = "before",
        description = "This version and an older one, by turns, over plain HTTP.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class BeforeCommand implements Callable<Integer> {
    private static final int WARM_UP = 30;

    @Mixin
    private final CommonOptions options = new CommonOptions(WARM_UP);

    @Parameters(paramLabel = "FOLDER", description = "A checkout of the older version.")
    private Path folder = Path.of("");

    @Option(names = "--lives", description = "How many times both are started; there are --runs in each life.")
    private int lives = 3;

    @Option(names = "--algorithm", description = "How access tokens are signed: RS256 or ES256.")
    private Algorithm algorithm = Algorithm.ES256;

    @Option(names = "--connections", description = "How many connections each gets.")
    private int connections = 64;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        Processors processors = options.processors();
        PoolSize.of(options, 1, processors.ofServer())
                .ensure(options, List.of(algorithm), processors, Clock.systemUTC());
        try (BenchSetup stage = BenchSetup.open(command, options, Storage.Kind.SQLITE, processors)) {
            Installation older = stage.before(folder);
            var limit = new CryptoLimit(algorithm, stage.clock());
            limit.measure(processors);
            List<Measured> now = new ArrayList<>();
            List<Measured> before = new ArrayList<>();
            List<LedgerCheck> checks = new ArrayList<>();
            for (int life = 0; life < lives; life++) {
                checks.addAll(life(stage, older, now, before));
            }
            limit.measure(processors);
            var figures = new Figures(limit, processors.ofServer());
            figures.row("now", now);
            figures.row("before", before);
            return stage.conclude(
                    "%s, HTTP, closed loop, %d connections, %d starts of each".formatted(algorithm, connections, lives),
                    figures,
                    Optional.of(SideBySide.ratios("now ÷ before", now, before)),
                    checks,
                    options);
        }
    }

    /** Runs of one start of each. */
    private List<LedgerCheck> life(BenchSetup stage, Installation older, List<Measured> ofThis, List<Measured> ofOlder)
            throws Exception {
        String where = stage.processors().server();
        try (Countersign server = stage.installation().start(where);
                Countersign former = older.start(where)) {
            var now = new Life(server, algorithm, false, stage.pool(), stage.clock());
            var before = new Life(former, algorithm, false, stage.pool(), stage.clock());
            var sides = new SideBySide(stage.folders(), stage.processors());
            Turn ours = sides.add(now, connections);
            Turn theirs = sides.add(before, connections);
            sides.run(options);
            ofThis.addAll(ours.runs());
            ofOlder.addAll(theirs.runs());
            return List.of(LedgerCheck.end(now, server), LedgerCheck.end(before, former));
        }
    }
}
