package dev.countersign.e2e;

import dev.countersign.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code countersign serve} in a separate JVM, on free ports, with a bootstrap administrator. */
public final class ServerProcess implements AutoCloseable {
    public static final String ADMIN_ID = "test-admin";
    public static final String ADMIN_SECRET = "a-bootstrap-secret-of-many-characters";

    private static final Duration READY_WITHIN = Duration.ofSeconds(60);
    private static final Duration POLLED_EVERY = Duration.ofMillis(20);
    private static final Duration ENDS_WITHIN = Duration.ofSeconds(30);

    private final Path home;
    private final int port = FreePort.get();
    private final int httpPort = FreePort.get();
    private final Map<String, String> settings;
    private Process process;

    private ServerProcess(Path home, Map<String, String> settings) {
        this.home = home;
        this.settings = settings;
        EmptyDatabase.prepare(home);
        this.process = launch();
    }

    /** Starts a server on this home, which may have served before, and waits until it is ready. */
    static ServerProcess start(Path home) {
        return start(home, Map.of());
    }

    /** Starts a server with further settings in its environment. */
    public static ServerProcess start(Path home, Map<String, String> settings) {
        var server = new ServerProcess(home, settings);
        server.awaitReady();
        return server;
    }

    /** Starts a server with further settings, expecting it to refuse; on return it has. */
    static ServerProcess startInVain(Path home, Map<String, String> settings) {
        var server = new ServerProcess(home, settings);
        server.awaitEnd();
        return server;
    }

    int exitStatus() {
        return process.exitValue();
    }

    String issuer() {
        return settings.getOrDefault("COUNTERSIGN_SERVER_BASE_URL", "https://localhost:" + port);
    }

    /** Where it answers with TLS. */
    public int port() {
        return port;
    }

    /** Where it answers without TLS. */
    public int httpPort() {
        return httpPort;
    }

    /** Whether the process is there. */
    public boolean isAlive() {
        return process.isAlive();
    }

    Api api() {
        return new Api("http://127.0.0.1:" + httpPort);
    }

    Path home() {
        return home;
    }

    /** Ends the process as a power cut would: no hook runs. */
    void kill() {
        process.destroyForcibly();
        awaitEnd();
    }

    /** Where it answers without TLS. */
    String plainOrigin() {
        return "http://127.0.0.1:" + httpPort;
    }

    /** Ends the process as an operator would, and tells its exit status. */
    int terminate() {
        process.destroy();
        awaitEnd();
        return process.exitValue();
    }

    /** Starts the same server again, once the one before has ended. */
    void restart() {
        if (process.isAlive()) {
            terminate();
        }
        process = launch();
        awaitReady();
    }

    /** Starts the same server, expecting it to refuse; tells its exit status. */
    int startInVain() {
        process = launch();
        awaitEnd();
        return process.exitValue();
    }

    public String output() {
        try {
            return Files.readString(log());
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Waits until the server has written this; lines are written by a thread of their own, after the answer perhaps. */
    void awaitOutput(String text) {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        while (!output().contains(text)) {
            if (hasEndedWithin(POLLED_EVERY) || System.nanoTime() > deadline) {
                throw new AssertionError("the server did not write: " + text + "\n" + output());
            }
        }
    }

    private Path log() {
        return home.resolveSibling(home.getFileName() + ".log");
    }

    private Process launch() {
        List<String> command = new ArrayList<>(ServerClasses.program());
        command.addAll(List.of("serve", "--home", home.toString(), "--port", Integer.toString(port)));
        var builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
        var environment = builder.environment();
        environment.put("COUNTERSIGN_SERVER_HTTP_PORT", Integer.toString(httpPort));
        environment.put("COUNTERSIGN_OAUTH_JWKS_ENDPOINT_ALLOWED_PRIVATE_HOSTS", "127.0.0.1");
        environment.put("COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_ID", ADMIN_ID);
        environment.put("COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_SECRET", ADMIN_SECRET);
        environment.putAll(settings);
        try {
            return builder.start();
        } catch (IOException cannotStart) {
            throw new UncheckedIOException(cannotStart);
        }
    }

    private void awaitReady() {
        long deadline = System.nanoTime() + READY_WITHIN.toNanos();
        // The line is printed last, when the process can also be stopped in good order.
        while (!output().contains("is ready") || !api().isReady()) {
            // with pauses, because the processor is what the start needs
            if (hasEndedWithin(POLLED_EVERY) || System.nanoTime() > deadline) {
                throw new AssertionError("the server did not become ready:\n" + output());
            }
        }
    }

    private void awaitEnd() {
        if (!hasEndedWithin(ENDS_WITHIN)) {
            throw new AssertionError("the server did not end:\n" + output());
        }
    }

    private boolean hasEndedWithin(Duration time) {
        try {
            return process.waitFor(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        awaitEnd();
    }
}
