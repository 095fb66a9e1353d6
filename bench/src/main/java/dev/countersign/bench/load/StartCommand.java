package dev.countersign.bench.load;

import dev.countersign.bench.driver.AssertionPool;
import dev.countersign.bench.machine.Processors;
import dev.countersign.bench.machine.Spread;
import dev.countersign.bench.server.BenchServer;
import dev.countersign.bench.server.Countersign;
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
import java.util.concurrent.Callable;
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

    @Option(names = "--tls", description = "Over TLS.")
    private boolean tls;

    @Spec
    private CommandSpec command = CommandSpec.create();

    @Override
    public Integer call() throws Exception {
        var processors = new Processors(Processors.ALL, Processors.ALL);
        try (BenchSetup stage = BenchSetup.open(command, options, Storage.Kind.SQLITE, processors)) {
            List<Double> seconds = new ArrayList<>();
            for (int start = 0; start < STARTS_BEFORE + starts; start++) {
                Duration taken = start(stage);
                if (start >= STARTS_BEFORE) {
                    seconds.add(taken.toNanos() / 1e9);
                }
            }
            stage.report().line("");
            stage.report()
                    .line("first token over %s after %s s, median of %d starts (least–greatest)"
                            .formatted(tls ? "TLS" : "HTTP", Spread.of(seconds).text(2), starts));
            stage.report().save(stage.folders().results(), options.report);
            return 0;
        }
    }

    /** Time from the launcher's start to the first response with a token. */
    private Duration start(BenchSetup stage) throws IOException, GeneralSecurityException, InterruptedException {
        Path home = stage.installation().freshHome();
        Target target = tls
                ? stage.installation().tlsTarget(Algorithm.ES256, home)
                : stage.installation().plainTarget(Algorithm.ES256);
        try (HttpClient client = client(target)) {
            return start(stage, home, target, client);
        }
    }

    private static Duration start(BenchSetup stage, Path home, Target target, HttpClient client)
            throws IOException, InterruptedException {
        long begin = System.nanoTime();
        try (var server =
                BenchServer.launch(Countersign.serve(stage.folders(), home, Map.of()), Countersign.output(home))) {
            while (true) {
                boolean answered = listens(target) && isAnswered(client, target, stage.pool());
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
