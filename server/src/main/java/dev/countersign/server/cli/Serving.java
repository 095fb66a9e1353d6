package dev.countersign.server.cli;

import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.Home;
import dev.countersign.server.log.ProcessLog;
import dev.countersign.server.run.ExitCode;
import dev.countersign.server.run.RunningServer;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import dev.countersign.server.text.FailureText;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** What {@code countersign serve} does: the server, until the process is told to stop. */
record Serving(CliEnvironment cliEnvironment, ServerStarter starter) {

    private static final System.Logger LOG = System.getLogger(Serving.class.getName());

    /** Returns when the process is told to stop. */
    int run(Optional<String> place, Map<String, String> settings) throws StartRefusedException, InterruptedException {
        starter.prepare();
        var finder = new HomeFinder(cliEnvironment);
        Home home = finder.find(place);
        create(home);
        Deployment deployment = finder.read(home, settings);
        var log = ProcessLog.start(deployment.log().level().level(), cliEnvironment.out(), cliEnvironment.err());
        try {
            RunningServer server = starter.start(deployment, cliEnvironment.environment());
            var stopped = new CountDownLatch(1);
            StopSignal.call(() -> {
                LOG.log(Level.INFO, "Countersign stops: requests under way are answered, no new ones are taken");
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
