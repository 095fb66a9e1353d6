package dev.countersign.bench.load;

import dev.countersign.bench.driver.AssertionPool;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.machine.Program;
import dev.countersign.bench.machine.Spread;
import dev.countersign.bench.server.BenchServer;
import dev.countersign.bench.server.Countersign;
import dev.countersign.bench.server.Filling;
import dev.countersign.bench.server.Installation;
import dev.countersign.bench.server.Storage;
import dev.countersign.bench.server.Target;
import dev.countersign.core.jose.key.Algorithm;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The command that measures the time from {@code countersign serve} to the first access token. */
@Command(
        name = "start",
        description =
                "Starts the server again and again with an initialised home, and asks it for a token until it gives one.",
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
public final class StartCommand implements Callable<Integer> {
    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final Duration LONGEST = Duration.ofMinutes(1);

    /** Unmeasured starts, because the first requests of this JVM are slow. */
    private static final int STARTS_BEFORE = 2;

    @Mixin
    private final CommonOptions options = new CommonOptions();

    @Option(names = "--starts", description = "How many times it is started.")
    private int starts = 11;

    @Mixin
    private final Filling filling = new Filling();

    @Option(names = "--tls", description = "Over TLS.")
    private boolean tls;

    @Option(
            names = "--before",
            paramLabel = "FOLDER",
            description = "A checkout of an older version, which is started by turns with this one.")
    private Optional<Path> before = Optional.empty();

    @Spec
    private CommandSpec command = CommandSpec.create();

    /** A version and the seconds until its first tokens. */
    private record Started(Installation installation, List<Double> seconds) {}

    @Override
    public Integer call() throws Exception {
        var processors = new Processors(Processors.ALL, Processors.ALL);
        try (BenchSetup stage = BenchSetup.open(command, options, Storage.Kind.SQLITE, processors)) {
            List<Started> versions = new ArrayList<>();
            versions.add(new Started(stage.installation(), new ArrayList<>()));
            if (before.isPresent()) {
                versions.add(new Started(stage.before(before.get()), new ArrayList<>()));
            }
            if (!filling.isNothing()) {
                filling.describe().ifPresent(stage.report()::line);
                versions.add(new Started(
                        stage.installation().filled(filling, stage.clock().instant()), new ArrayList<>()));
            }
            for (int start = 0; start < STARTS_BEFORE + starts; start++) {
                for (Started version : start % 2 == 0 ? versions : versions.reversed()) {
                    Duration taken = start(stage, version.installation());
                    if (start >= STARTS_BEFORE) {
                        version.seconds().add(taken.toNanos() / 1e9);
                    }
                }
            }
            report(stage.report(), versions);
            stage.report().save(stage.folders().results(), options.report);
            return 0;
        }
    }

    private void report(Report report, List<Started> versions) {
        report.line("");
        for (Started version : versions) {
            report.line("%s: first token over %s after %s s, median of %d starts (least–greatest)"
                    .formatted(
                            version.installation().checkout().name(),
                            tls ? "TLS" : "HTTP",
                            Spread.of(version.seconds()).text(2),
                            starts));
        }
        if (versions.size() > 1) {
            List<Double> ratios = IntStream.range(0, starts)
                    .mapToObj(start -> versions.getFirst().seconds().get(start)
                            / versions.getLast().seconds().get(start))
                    .toList();
            report.line("times as long as %s, start by start: %s"
                    .formatted(
                            versions.getLast().installation().checkout().name(),
                            Spread.of(ratios).text(2)));
        }
    }

    /** Time from the launcher's start to the first response with a token. */
    private Duration start(BenchSetup stage, Installation installation)
            throws IOException, GeneralSecurityException, InterruptedException {
        Path home = installation.freshHome();
        Target target = tls ? installation.tlsTarget(Algorithm.ES256, home) : installation.plainTarget(Algorithm.ES256);
        try (HttpClient client = client(target)) {
            return start(installation.serve(home, Map.of()), home, target, client, stage.pool());
        }
    }

    private static Duration start(Program launcher, Path home, Target target, HttpClient client, AssertionPool pool)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (var server = BenchServer.launch(launcher, Countersign.output(home))) {
            while (true) {
                boolean answered = listens(target) && isAnswered(client, target, pool);
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

    /** Checked first, because it takes the least time from the server that is starting on the same processors. */
    private static boolean listens(Target target) {
        var address = new InetSocketAddress(
                InetAddress.getLoopbackAddress(), target.endpoint().getPort());
        try (var socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (IOException notYet) {
            return false;
        }
    }

    private static HttpClient client(Target target) throws IOException, GeneralSecurityException {
        if (target.certificate().isEmpty()) {
            return HttpClient.newHttpClient();
        }
        var trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        try (var pem = Files.newInputStream(target.certificate().get())) {
            trusted.setCertificateEntry(
                    "server", CertificateFactory.getInstance("X.509").generateCertificate(pem));
        }
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
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
