package dev.countersign.bench.load;

import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Machine;
import dev.countersign.bench.server.Installation;
import dev.countersign.core.jose.key.Algorithm;
import java.nio.file.Files;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** The command that measures the limit set by cryptography. */
@Command(name = "limit", description = "One verify and one sign, on one thread.", mixinStandardHelpOptions = true)
public final class LimitCommand implements Callable<Integer> {
    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Override
    public Integer call() throws Exception {
        var report = new Report();
        Folders folders = Folders.here();
        Files.createDirectories(folders.work());
        Machine.describe(folders.work()).forEach(report::line);
        for (Algorithm algorithm : Installation.ALGORITHMS) {
            var limit = new CryptoLimit(algorithm, Clock.systemUTC());
            limit.measure(options.processors());
            report.line(limit.toString());
        }
        report.save(folders.results(), options.report);
        return 0;
    }
}
