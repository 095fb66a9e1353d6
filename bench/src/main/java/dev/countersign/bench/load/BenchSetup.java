package dev.countersign.bench.load;

import dev.countersign.bench.driver.AssertionPool;
import dev.countersign.bench.machine.Folders;
import dev.countersign.bench.machine.Machine;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.server.Checkout;
import dev.countersign.bench.server.Installation;
import dev.countersign.bench.server.JwksServer;
import dev.countersign.bench.server.Storage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Common setup of every measurement: assertions, the JWKS endpoint of their issuer, and a home of Countersign to copy.
 */
record BenchSetup(
        Folders folders,
        Clock clock,
        Processors processors,
        AssertionPool pool,
        JwksServer jwks,
        Storage storage,
        Installation installation,
        Report report)
        implements AutoCloseable {

    /** Sets everything up, reports the conditions, and moves this process to the driver's processors. */
    static BenchSetup open(CommandSpec command, CommonOptions options, Storage.Kind kind, Processors processors)
            throws IOException, InterruptedException, SQLException {
        Clock clock = Clock.systemUTC();
        var folders = Folders.here();
        Files.createDirectories(folders.work());
        var report = new Report();
        report.line("bench "
                + String.join(" ", command.commandLine().getParseResult().originalArgs()));
        report.line(command.name() + ", " + LocalDateTime.now(clock).truncatedTo(ChronoUnit.SECONDS) + " UTC");
        Machine.describe(folders.work()).forEach(report::line);

        var pool = AssertionPool.of(folders.pool(), options.pool, clock.instant());
        JwksServer jwks = JwksServer.start(pool.jwks());
        Storage storage = Storage.start(kind);
        var checkout = new Checkout("Countersign", folders.repository());
        var installation = Installation.make(checkout, folders, storage, jwks.url());
        processors.driveFromHere();
        report.line("database of Countersign: " + storage);
        report.line("processors: " + processors);
        report.line("runs: %d of %d s each after %d s of warm-up; figures are medians (least–greatest)"
                .formatted(options.runs, options.seconds, options.warmUp));
        return new BenchSetup(folders, clock, processors, pool, jwks, storage, installation, report);
    }

    /** The same installation of an older version, which is reported as a condition. */
    Installation before(Path folder) throws IOException, InterruptedException, SQLException {
        Path root = folder.toAbsolutePath();
        report.line("before: commit " + Machine.commit(root));
        processors.useAll();
        var older = Installation.make(new Checkout("before", root), folders, storage, jwks.url());
        processors.driveFromHere();
        return older;
    }

    /**
     * Reports the figures and the checks.
     *
     * @return the exit status of the command: 1 when a check failed
     */
    int conclude(
            String title, Figures figures, Optional<TextTable> ratios, List<LedgerCheck> checks, CommonOptions options)
            throws IOException {
        report.line("");
        report.line(title);
        figures.print(report);
        ratios.ifPresent(report::table);
        checks.forEach(check -> report.line(check.toString()));
        report.save(folders.results(), options.report);
        return checks.stream().allMatch(LedgerCheck::isSound) ? 0 : 1;
    }

    /** The processors of server and driver for this kind of database. */
    static Processors processors(CommonOptions options, Storage.Kind kind) {
        return switch (kind) {
            case SQLITE -> options.processors();
            // with the database as a third process on one processor, the cause of a wait could not be determined
            case POSTGRES -> new Processors(Processors.ALL, Processors.ALL);
        };
    }

    @Override
    public void close() throws IOException {
        jwks.close();
        storage.close();
    }
}
