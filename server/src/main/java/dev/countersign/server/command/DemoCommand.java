package dev.countersign.server.command;

import dev.countersign.base.exit.ExitCode;
import dev.countersign.base.text.FailureText;
import dev.countersign.cli.command.Arguments;
import dev.countersign.cli.command.CliEnvironment;
import dev.countersign.cli.command.CommandBody;
import dev.countersign.cli.command.Options;
import dev.countersign.server.config.Deployment;
import dev.countersign.server.config.home.Home;
import dev.countersign.server.config.setting.LogLevel;
import dev.countersign.server.demo.Demo;
import dev.countersign.server.demo.DemoFailedException;
import dev.countersign.server.demo.DemoHome;
import dev.countersign.server.log.ProcessLog;
import dev.countersign.server.run.ServerStarter;
import dev.countersign.server.run.StartRefusedException;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Model.CommandSpec;

/** {@code countersign demo}: runs a server, a sample issuer and an exchange, on this machine only. */
final class DemoCommand {
    private static final String ONCE = "--once";

    /** Used by the launcher, for the training of the JVM. */
    private static final String TRAIN = "--train";

    /** Time after which the compilers have collected enough data. */
    private static final Duration TRAINING = Duration.ofSeconds(12);

    private final CliEnvironment cliEnvironment;
    private final ServerStarter starter;

    private DemoCommand(CliEnvironment cliEnvironment, ServerStarter starter) {
        this.cliEnvironment = cliEnvironment;
        this.starter = starter;
    }

    static CommandSpec spec(CliEnvironment cliEnvironment, ServerStarter starter) {
        var command = new DemoCommand(cliEnvironment, starter);
        var spec = CommandBody.named(
                        "demo",
                        "Starts a server and a sample third party on free ports of this machine, exchanges an assertion"
                                + " for an access token, verifies it, and shows how to repeat it.",
                        command::run)
                .addOption(Options.flag(ONCE, "End after the exchange; status 0 only if the token verified."))
                .addOption(Options.flag(TRAIN, "Go on exchanging for a while, many at a time.").toBuilder()
                        .hidden(true)
                        .build())
                .addOption(HomeOptions.home("a temporary one, removed at the end."))
                .addOption(HomeOptions.port());
        return CommandBody.examples(spec, List.of("demo", "demo --once"));
    }

    private int run(CommandSpec spec) throws StartRefusedException, DemoFailedException, InterruptedException {
        var finder = new HomeFinder(cliEnvironment);
        Optional<Home> named = HomeOptions.home(spec).isPresent()
                ? Optional.of(finder.find(HomeOptions.home(spec)))
                : Optional.empty();
        try (var home = DemoHome.of(named)) {
            var log = ProcessLog.start(LogLevel.WARNING.level(), Optional.empty(), cliEnvironment.err());
            Deployment deployment =
                    new HomeFinder(cliEnvironment.withoutEnvironment()).read(home.home(), settings(spec));
            var demo = Demo.start(deployment, starter, cliEnvironment.out(), cliEnvironment.clock());
            try (demo) {
                demo.run();
                if (isGiven(spec, TRAIN)) {
                    demo.train(TRAINING);
                }
                if (!isGiven(spec, ONCE)) {
                    stay(demo, home, log);
                }
            }
            return ExitCode.OK;
        } catch (IOException refused) {
            throw StartRefusedException.unavailable("The home cannot be made or written: " + FailureText.of(refused));
        }
    }

    /** Free ports, this machine only, and plain HTTP for the sample issuer. */
    private static Map<String, String> settings(CommandSpec spec) {
        var settings = new HashMap<>(Map.of(
                "server.port", "0",
                "server.bind", "127.0.0.1",
                "oauth.jwks_endpoint.allowed_private_hosts", "127.0.0.1"));
        if (isGiven(spec, TRAIN)) {
            settings.put("server.http_port", "0");
        }
        settings.putAll(HomeOptions.settings(spec));
        return settings;
    }

    private static boolean isGiven(CommandSpec spec, String flag) {
        return new Arguments(spec).isGiven(flag);
    }

    private static void stay(Demo demo, DemoHome home, ProcessLog log) throws InterruptedException {
        StopSignal.call(() -> {
            demo.close();
            home.close();
            log.flush();
        });
        demo.sayThatItStays();
        new CountDownLatch(1).await();
    }
}
