package dev.countersign.server.command;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.base.text.FailureText;
import dev.countersign.cli.BuildVersion;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.LogSettings;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.log.ProcessLog;
import dev.countersign.server.run.RunningServer;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign serve}: runs the server, until the process is terminated. */
record ServeCommand(CliEnvironment cliEnvironment, ServerStarter starter) {
    private static final System.Logger LOG = System.getLogger(ServeCommand.class.getName());

    CommandSpec spec() {
        var spec = CommandBody.named(
                        "serve",
                        "Starts the server. The first start makes everything it needs under the home: configuration,"
                                + " TLS certificate, master key, database.",
                        called -> run(HomeOptions.home(called), HomeOptions.settings(called)))
                .addOption(HomeOptions.home())
                .addOption(HomeOptions.port());
        return CommandBody.examples(spec, List.of("serve", "serve --home /srv/tokens --port 443"));
    }

    /** Returns when the process is terminated. */
    private int run(Optional<String> folder, Map<String, String> settings)
            throws StartRefusedException, InterruptedException {
        var finder = new HomeFinder(cliEnvironment);
        Home home = finder.find(folder);
        create(home);
        Deployment deployment = finder.read(home, settings);
        LogSettings lines = deployment.log();
        var log = ProcessLog.start(
                lines.level().level(),
                Optional.<OutputStream>of(cliEnvironment.out()).filter(_ -> lines.exchanges()),
                cliEnvironment.err());
        try {
            RunningServer server = starter.start(deployment, cliEnvironment.environment());
            var stopped = new CountDownLatch(1);
            StopSignal.call(() -> {
                LOG.log(Level.INFO, "Countersign stops: requests in progress are answered, new ones are refused");
                server.stop();
                LOG.log(Level.INFO, "Countersign has stopped");
                log.flush();
                stopped.countDown();
            });
            LOG.log(Level.INFO, "Countersign {0} has started with the home {1}", BuildVersion.current(), home);
            log.flush();
            ReadyMessage.print(server.report(), cliEnvironment.err());
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
                    "The home %s cannot be made or written: %s".formatted(home, FailureText.of(refused)));
        }
    }
}
