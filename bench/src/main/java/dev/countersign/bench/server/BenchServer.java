package dev.countersign.bench.server;

import dev.countersign.bench.machine.Program;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A server in a separate process, which ends with this JVM at the latest. */
public final class BenchServer implements AutoCloseable {
    private static final Set<String> RUNTIMES = Set.of("java", "node");
    private static final Duration LONGEST_START = Duration.ofMinutes(3);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(30);
    private static final Duration PAUSE = Duration.ofMillis(100);

    private final Process process;
    private final Thread atTheLatest;

    private BenchServer(Process process) {
        this.process = process;
        this.atTheLatest = new Thread(process::destroy);
        Runtime.getRuntime().addShutdownHook(atTheLatest);
    }

    /**
     * Starts it and waits until it answers.
     *
     * @param ready URL that responds with 200 when the server is ready
     * @throws IllegalStateException when it exits or does not answer in time; the message contains its output
     */
    static BenchServer start(Program program, Path log, URI ready) throws IOException, InterruptedException {
        BenchServer server = launch(program, log);
        try {
            long begin = System.nanoTime();
            while (!answers(ready)) {
                if (!server.isAlive() || System.nanoTime() - begin > LONGEST_START.toNanos()) {
                    throw new IllegalStateException(
                            "%s does not serve: %s".formatted(program.words(), Files.readString(log)));
                }
                Thread.sleep(PAUSE);
            }
            return server;
        } catch (IOException | InterruptedException | RuntimeException failed) {
            server.close();
            throw failed;
        }
    }

    /** Starts it without waiting. */
    public static BenchServer launch(Program program, Path log) throws IOException {
        return new BenchServer(program.builder(log).start());
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    private static boolean answers(URI ready) throws InterruptedException {
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(ready).build(), BodyHandlers.discarding())
                            .statusCode()
                    == 200;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** The process of the server: the one that was started, or the child of the script that was. */
    ProcessHandle serving() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .filter(candidate -> RUNTIMES.contains(runtime(candidate)))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The server has ended."));
    }

    private static String runtime(ProcessHandle candidate) {
        String command = candidate.info().command().orElse("");
        return command.substring(command.lastIndexOf('/') + 1);
    }

    /** Requests it to stop and waits until it has. */
    @Override
    public void close() {
        Runtime.getRuntime().removeShutdownHook(atTheLatest);
        process.destroy();
        try {
            if (!process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new IllegalStateException("A server did not stop when it was asked to.");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    /** A currently free port. */
    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
