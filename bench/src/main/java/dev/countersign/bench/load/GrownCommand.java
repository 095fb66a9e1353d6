package dev.countersign.bench.load;

import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.server.Countersign;
import dev.countersign.bench.server.Filling;
import dev.countersign.bench.server.Storage;
import dev.countersign.core.jose.key.Algorithm;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command that measures the cost of a large database: a server with one and an empty server, in turn. */
@Command(
        name = "grown",
        description =
                "A server with organizations, issuers, applications and a ledger of before, and an empty one, by turns.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class GrownCommand implements Callable<Integer> {
    private static final int WARM_UP = 45;

    @Mixin
    private final CommonOptions options = new CommonOptions(WARM_UP);

    @Mixin
    private final Filling filling = new Filling();

    @Option(names = "--connections", description = "How many connections each gets.")
    private int connections = 64;

    @Option(names = "--in-use", description = "Each organization is asked for its keys before the load.")
    private boolean inUse;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        if (filling.isNothing()) {
            throw new ParameterException(
                    command.commandLine(),
                    "Say how much is stored: --organizations, --issuers, --applications, --ledger-rows.");
        }
        Processors processors = options.processors();
        PoolSize.of(options, 1, processors.ofServer())
                .ensure(options, List.of(Algorithm.ES256), processors, Clock.systemUTC());
        try (BenchSetup stage = BenchSetup.open(command, options, Storage.Kind.SQLITE, processors)) {
            filling.describe().ifPresent(stage.report()::line);
            var limit = new CryptoLimit(Algorithm.ES256, stage.clock());
            limit.measure(processors);
            boolean sound = measure(stage, limit);
            stage.report().save(stage.folders().results(), options.report);
            return sound ? 0 : 1;
        }
    }

    private boolean measure(BenchSetup stage, CryptoLimit limit) throws Exception {
        String where = stage.processors().server();
        try (Countersign filled = stage.installation()
                        .filled(filling, stage.clock().instant())
                        .start(where);
                Countersign empty = stage.installation().start(where)) {
            if (inUse) {
                filled.askForKeys(filling.paths());
            }
            var much = new Life(filled, Algorithm.ES256, false, stage.pool(), stage.clock());
            var nothing = new Life(empty, Algorithm.ES256, false, stage.pool(), stage.clock());
            var sides = new SideBySide(stage.folders(), stage.processors());
            sides.add(nothing, connections);
            sides.add(much, connections);
            sides.run(options);
            LedgerCheck ofMuch = LedgerCheck.end(much, filled);
            LedgerCheck ofNothing = LedgerCheck.end(nothing, empty);
            limit.measure(stage.processors());

            var figures = new Figures(limit, stage.processors().ofServer());
            sides.fill(figures);
            figures.print(stage.report());
            stage.report().table(sides.ratios(much, nothing));
            stage.report().line("Countersign filled, " + ofMuch);
            stage.report().line("Countersign, " + ofNothing);
            return ofMuch.isSound() && ofNothing.isSound();
        }
    }
}
