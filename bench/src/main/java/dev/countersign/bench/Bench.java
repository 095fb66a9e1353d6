package dev.countersign.bench;

import dev.countersign.bench.load.BeforeCommand;
import dev.countersign.bench.load.BlockedCommand;
import dev.countersign.bench.load.CompareCommand;
import dev.countersign.bench.load.GrownCommand;
import dev.countersign.bench.load.LimitCommand;
import dev.countersign.bench.load.LoadCommand;
import dev.countersign.bench.load.OpenCommand;
import dev.countersign.bench.load.PossessionCommand;
import dev.countersign.bench.load.StartCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line of the benchmark; run from the root of the repository, on Linux. */
@Command(
        name = "bench",
        description = "Measures whole servers under load. Everything happens on this machine and ends by itself.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            LoadCommand.class,
            OpenCommand.class,
            CompareCommand.class,
            GrownCommand.class,
            PossessionCommand.class,
            BlockedCommand.class,
            BeforeCommand.class,
            LimitCommand.class,
            StartCommand.class
        })
public final class Bench {
    private Bench() {}

    /** Exits with 0 only if all measurements completed and all checks passed. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new Bench())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .execute(arguments));
    }
}
