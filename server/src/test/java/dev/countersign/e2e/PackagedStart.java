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
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Starts of a packed server on a home that is set up, and the time until the first token of each. */
record PackagedStart(Duration untilToken, double takenByOthers) {
    private static final Duration GOAL = Duration.ofSeconds(1);
    private static final int MOST_STARTS = 10;

    /** Share of the machine's processor time that others may take; more delays the start. */
    private static final double QUIET = 0.1;

    /** Enough for the preparation of quick starts on a machine that is busy. */
    private static final Duration LONGEST = Duration.ofMinutes(10);

    /** Ticks of {@code /proc/stat} in a second (USER_HZ). */
    private static final double TICKS = 100;

    private static final CountDownLatch NEVER = new CountDownLatch(1);

    /**
     * Asserts that one of a few starts is quick, unless the machine had other work during each of them. What was measured is in
     * {@code target/first-token.txt}.
     *
     * @param launcher of the unpacked archive
     */
    static void isQuick(Path launcher, Path home) throws Exception {
        List<PackagedStart> starts = untilQuick(launcher, home);
        Files.write(
                Path.of("target", "first-token.txt"),
                starts.stream().map(PackagedStart::toString).toList());
        if (starts.stream().anyMatch(PackagedStart::counts)) {
            assertThat(starts).anyMatch(PackagedStart::isQuick);
        }
    }

    /** Starts the server until one start reaches the goal. */
    private static List<PackagedStart> untilQuick(Path launcher, Path home) throws Exception {
        int port = FreePort.get();
        int httpPort = FreePort.get();
        var api = new Api("http://127.0.0.1:" + httpPort);
        List<PackagedStart> starts = new ArrayList<>();
        try (var partner = ThirdParty.start("partner")) {
            Answer application;
            Process first = launch(launcher, home, port, httpPort);
            try {
                await(first, api::isReady);
                api.register(partner);
                application = api.registerApplication("orders");
            } finally {
                end(first);
            }
            while (starts.size() < MOST_STARTS && starts.stream().noneMatch(PackagedStart::isQuick)) {
                String assertion = partner.assertion("https://localhost:" + port);
                starts.add(measured(launcher, home, port, httpPort, () -> {
                    try {
                        return api.exchange(application.text("client_id"), application.text("client_secret"), assertion)
                                        .status()
                                == 200;
                    } catch (NoAnswer notYet) {
                        return false;
                    }
                }));
            }
        }
        return starts;
    }

    /** Whether the first token came in time. */
    boolean isQuick() {
        return untilToken.compareTo(GOAL) < 0;
    }

    /** Whether the machine did little else. */
    boolean counts() {
        return takenByOthers < QUIET;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "first token after %s ms, others took %s %% of the processors",
                untilToken.toMillis(),
                Math.round(takenByOthers * 100));
    }

    /** A condition that may be asked often. */
    @FunctionalInterface
    private interface Condition {
        boolean holds() throws Exception;
    }

    private static PackagedStart measured(Path launcher, Path home, int port, int httpPort, Condition hasToken)
            throws Exception {
        double busyBefore = busySeconds();
        double ownBefore = seconds(ProcessHandle.current());
        long begin = System.nanoTime();
        Process server = launch(launcher, home, port, httpPort);
        try {
            await(server, hasToken);
            double taken = (System.nanoTime() - begin) / 1e9;
            double others = busySeconds()
                    - busyBefore
                    - (seconds(ProcessHandle.current()) - ownBefore)
                    - seconds(server.toHandle());
            return new PackagedStart(
                    Duration.ofNanos((long) (taken * 1e9)),
                    Math.max(0, others) / taken / Runtime.getRuntime().availableProcessors());
        } finally {
            end(server);
        }
    }

    private static double seconds(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
    }

    /** The processor time of everything on this machine: all of the first line but {@code idle} and {@code iowait}. */
    private static double busySeconds() throws IOException {
        String[] ticks = Files.readAllLines(Path.of("/proc/stat")).getFirst().split(" +");
        return Arrays.stream(new int[] {1, 2, 3, 6, 7, 8})
                        .mapToLong(at -> Long.parseLong(ticks[at]))
                        .sum()
                / TICKS;
    }

    private static Process launch(Path launcher, Path home, int port, int httpPort) throws IOException {
        var builder = new ProcessBuilder(
                        launcher.toString(), "serve", "--home", home.toString(), "--port", Integer.toString(port))
                .redirectErrorStream(true)
                .redirectOutput(home.resolveSibling("first-token.log").toFile());
        builder.environment().remove("COUNTERSIGN_JAVA_HOME");
        builder.environment().put("COUNTERSIGN_SERVER_HTTP_PORT", Integer.toString(httpPort));
        builder.environment().put("COUNTERSIGN_OAUTH_JWKS_ENDPOINT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1");
        builder.environment().put("COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_ID", ServerProcess.ADMIN_ID);
        builder.environment().put("COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_SECRET", ServerProcess.ADMIN_SECRET);
        return builder.start();
    }

    private static void await(Process server, Condition condition) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        while (!condition.holds()) {
            assertThat(server.isAlive()).as("the server ended").isTrue();
            assertThat(System.nanoTime()).as("it takes too long").isLessThan(deadline);
            var _ = NEVER.await(5, TimeUnit.MILLISECONDS);
        }
    }

    private static void end(Process server) throws InterruptedException {
        server.destroy();
        if (!server.waitFor(30, TimeUnit.SECONDS)) {
            server.destroyForcibly().waitFor();
        }
    }
}
