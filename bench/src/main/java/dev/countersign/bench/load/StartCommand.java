package dev.countersign.bench.load;

import dev.countersign.core.jose.Algorithm;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures how long the first access token takes, from {@code countersign serve} on. */
@Command(
        name = "start",
        description =
                "Starts the server again and again with an initialised home, and asks it for a token until it gives one.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class StartCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(3);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** This JVM's own first requests are slow. */
    private static final int STARTS_BEFORE = 2;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--starts", description = "How many times it is started.")
    private int starts = 11;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        var processors = new Processors(Processors.ALL, Processors.ALL);
        try (Stage stage = Stage.open(command, options, Storage.Kind.SQLITE, processors);
                var client = HttpClient.newHttpClient()) {
            List<Double> seconds = new ArrayList<>();
            for (int start = 0; start < STARTS_BEFORE + starts; start++) {
                Duration taken = start(stage, client);
                if (start >= STARTS_BEFORE) {
                    seconds.add(taken.toNanos() / 1e9);
                }
            }
            stage.report().line("");
            stage.report()
                    .line("first token after %s s, median of %d starts (least–greatest)"
                            .formatted(Spread.of(seconds).text(2), starts));
            stage.report().save(stage.folders().results(), options.report);
            return 0;
        }
    }

    /** From the launcher's start to the first answer with a token. */
    private static Duration start(Stage stage, HttpClient client) throws IOException, InterruptedException {
        Path home = stage.installation().freshHome();
        Target target = stage.installation().plainTarget(Algorithm.ES256);
        long begin = System.nanoTime();
        try (var server =
                ServerProcess.launch(Countersign.serve(stage.folders(), home, Map.of()), Countersign.output(home))) {
            while (true) {
                boolean answered = isAnswered(client, target, stage.pool());
                var taken = Duration.ofNanos(System.nanoTime() - begin);
                if (answered) {
                    return taken;
                }
                if (!server.isAlive() || taken.compareTo(LONGEST) > 0) {
                    throw new IllegalStateException("It gives no token: " + Files.readString(Countersign.output(home)));
                }
                Thread.sleep(PAUSE);
            }
        }
    }

    private static boolean isAnswered(HttpClient client, Target target, AssertionPool pool)
            throws InterruptedException {
        try {
            return client.send(target.request(pool.get(0)), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }
}
