package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.e2e.Api.Answer;
import dev.countersign.e2e.Api.NoAnswer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts of a packed server on a home that is set up, with what the first start has learned and without it, by turns. */
record PackagedStart(Path launcher, Path home, int port, int httpPort) {
    private static final int STARTS = 3;

    /** The largest share of the time without the cache; half of it is usual. */
    private static final double SHARE = 0.8;

    /** Enough for the preparation of quick starts on a machine that is busy. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    /** A condition that may be asked often. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    /**
     * Asserts that the first token comes sooner with the cache. The times are in {@code target/first-token.txt}; they
     * are judged by their ratio alone, because the machine may have other work.
     *
     * @param launcher of the unpacked archive
     */
    static void isQuick(Path launcher, Path home) throws Exception {
        var start = new PackagedStart(launcher, home, FreePort.get(), FreePort.get());
        List<Duration> cached = new ArrayList<>();
        List<Duration> plain = new ArrayList<>();
        try (var partner = ThirdParty.start("partner")) {
            Answer application = start.prepare(partner);
            for (int i = 0; i < STARTS; i++) {
                cached.add(start.untilToken(partner, application, ""));
                plain.add(start.untilToken(partner, application, "-XX:AOTMode=off"));
            }
        }
        Files.writeString(
                Path.of("target", "first-token.txt"), "with the cache: " + cached + "\nwithout: " + plain + "\n");
        assertThat(median(cached) / median(plain))
                .as("with the cache: %s, without: %s", cached, plain)
                .isLessThan(SHARE);
    }

    private static double median(List<Duration> times) {
        return times.stream().sorted().toList().get(times.size() / 2).toNanos();
    }

    /** The first start of all, which learns. */
    private Answer prepare(ThirdParty partner) throws Exception {
        Process server = launch("");
        try {
            await(server, api()::isReady);
            api().register(partner);
            return api().registerApplication("orders");
        } finally {
            end(server);
        }
    }

    private Duration untilToken(ThirdParty partner, Answer application, String options) throws Exception {
        String assertion = partner.assertion("https://localhost:" + port);
        long begin = System.nanoTime();
        Process server = launch(options);
        try {
            await(server, () -> hasToken(application, assertion));
            return Duration.ofMillis((System.nanoTime() - begin) / 1_000_000);
        } finally {
            end(server);
        }
    }

    private boolean hasToken(Answer application, String assertion) throws Exception {
        try {
            return api().exchange(application.text("client_id"), application.text("client_secret"), assertion)
                            .status()
                    == 200;
        } catch (NoAnswer notYet) {
            return false;
        }
    }

    private Api api() {
        return new Api("http://127.0.0.1:" + httpPort);
    }

    private Process launch(String options) throws IOException {
        var builder = new ProcessBuilder(
                        launcher.toString(), "serve", "--home", home.toString(), "--port", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(home.resolveSibling("first-token.log").toFile());
        var environment = builder.environment();
        environment.remove("COUNTERSIGN_JAVA_HOME");
        environment.put("COUNTERSIGN_JAVA_OPTS", options);
        environment.put("COUNTERSIGN_SERVER_HTTP_PORT", Integer.toString(httpPort));
        environment.put("COUNTERSIGN_OAUTH_JWKS_ENDPOINT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1");
        environment.put("COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_ID", ServerProcess.ADMIN_ID);
        environment.put("COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_SECRET", ServerProcess.ADMIN_SECRET);
        return builder.start();
    }

    private static void await(Process server, Condition condition) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            assertThat(server.isAlive()).as("the server ended").isTrue();
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
            var _ = NEVER.await(20, TimeUnit.MILLISECONDS);
        }
    }

    private static void end(Process server) throws InterruptedException {
        server.destroy();
        if (!server.waitFor(30, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
    }
}
