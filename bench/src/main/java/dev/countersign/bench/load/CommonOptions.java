package dev.countersign.bench.load;

import dev.countersign.bench.machine.Processors;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Command-line options common to all measurements. */
final class CommonOptions {
    private static final int WARM_UP = 10;

    @Option(names = "--seconds", description = "How long a run lasts (default: ${DEFAULT-VALUE}).")
    int seconds = 10;

    @Option(
            names = "--warm-up",
            paramLabel = "SECONDS",
            description = "How long load is made before the first run (default: ${DEFAULT-VALUE}).")
    int warmUp;

    @Option(names = "--runs", description = "How many runs there are (default: ${DEFAULT-VALUE}).")
    int runs = 3;

    @Option(
            names = "--pool",
            paramLabel = "ASSERTIONS",
            description =
                    "How many assertions are signed beforehand, once a day, at least (default: ${DEFAULT-VALUE}); where the"
                            + " other options can use up more, that many.")
    int pool = 600_000;

    @Option(
            names = "--cpu",
            paramLabel = "LIST",
            description = "The processors of the server, as for taskset (default: ${DEFAULT-VALUE}).")
    String server = "0";

    @Option(
            names = "--driver-cpu",
            paramLabel = "LIST",
            description = "The processors of the driver (default: 1 where there are two, else 0).")
    String driver = Runtime.getRuntime().availableProcessors() > 1 ? "1" : "0";

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Also append what is told to this file in bench/results.")
    @Nullable
    String report;

    CommonOptions() {
        this(WARM_UP);
    }

    /** @param warmUp default of the warm-up time */
    CommonOptions(int warmUp) {
        this.warmUp = warmUp;
    }

    Duration time() {
        return Duration.ofSeconds(seconds);
    }

    Duration warmUpTime() {
        return Duration.ofSeconds(warmUp);
    }

    Processors processors() {
        return new Processors(server, driver);
    }
}
