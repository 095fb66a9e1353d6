package dev.countersign.server.cli;

import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.Home;
import dev.countersign.server.log.ProcessLog;
import dev.countersign.server.run.ExitCode;
import dev.countersign.server.run.RunningServer;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign serve}: the server, until the process is told to stop. */
final class ServeCommand {
    private final Surroundings surroundings;
    private final ServerStarter starter;

    private ServeCommand(Surroundings surroundings, ServerStarter starter) {
        this.surroundings = surroundings;
        this.starter = starter;
    }

    static CommandSpec spec(Surroundings surroundings, ServerStarter starter) {
        var command = new ServeCommand(surroundings, starter);
        return CommandBody.named(
                        "serve",
                        "Starts the server. The first start makes everything it needs under the home: configuration,"
                                + " TLS certificate, master key, database.",
                        command::run)
                .addOption(Options.home("Default: COUNTERSIGN_HOME, else ~/.countersign."))
                .addOption(Options.port());
    }

    private int run(CommandSpec spec) throws StartRefusedException, InterruptedException {
        var finder = new HomeFinder(surroundings);
        Home home = finder.find(Options.home(spec));
        create(home);
        Deployment deployment = finder.read(home, Options.settings(spec));
        var log = ProcessLog.start(deployment.log().level().level(), surroundings.out(), surroundings.err());
        try {
            RunningServer server = starter.start(deployment, surroundings.environment());
            var stopped = new CountDownLatch(1);
            StopSignal.call(() -> {
                server.stop();
                log.flush();
                stopped.countDown();
            });
            ReadyMessage.print(server.report(), surroundings.out());
            stopped.await();
            return ExitCode.OK;
        } finally {
            log.flush();
        }
    }

    private static void create(Home home) throws StartRefusedException {
        try {
            home.create();
        } catch (IOException refused) {
            throw StartRefusedException.unavailable(
                    "The home %s cannot be made or written: %s".formatted(home, refused.getMessage()));
        }
    }
}
