package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.FreePort;
import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests of the output of {@code serve}: audit events on the standard output, messages for people on the standard error.
 */
class ServeStreamsTest {
    @TempDir
    private Path folder;

    private Process serve(int port, int httpPort) throws Exception {
        return serve(port, httpPort, true);
    }

    private Process serve(int port, int httpPort, boolean exchanges) throws Exception {
        List<String> words = new ArrayList<>(ServerClasses.program());
        words.addAll(List.of("serve", "--home", folder.resolve("home").toString(), "--port", String.valueOf(port)));
        var builder = new ProcessBuilder(words)
                .redirectOutput(folder.resolve("out").toFile())
                .redirectError(folder.resolve("err").toFile());
        builder.environment()
                .putAll(Map.of(
                        "COUNTERSIGN_SERVER_BIND",
                        "127.0.0.1",
                        "COUNTERSIGN_SERVER_HTTP_PORT",
                        String.valueOf(httpPort),
                        "COUNTERSIGN_LOG_EXCHANGES",
                        String.valueOf(exchanges),
                        "COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_ID",
                        ServerProcess.ADMIN_ID,
                        "COUNTERSIGN_BOOTSTRAP_ADMIN_CLIENT_SECRET",
                        ServerProcess.ADMIN_SECRET));
        return builder.start();
    }

    private String written(String stream) throws Exception {
        return Files.readString(folder.resolve(stream));
    }

    private void awaitReady(Process process) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (!written("err").contains("is ready")) {
            assertThat(process.isAlive() && System.nanoTime() < deadline)
                    .as(() -> folder + ": the server did not become ready")
                    .isTrue();
            var _ = process.waitFor(20, TimeUnit.MILLISECONDS);
        }
    }

    /** The events of one token request, from start to stop. */
    private List<String> eventsOfARequest(boolean exchanges) throws Exception {
        int httpPort = FreePort.get();
        Process process = serve(FreePort.get(), httpPort, exchanges);
        try {
            awaitReady(process);
            var answer = new Api("http://127.0.0.1:" + httpPort)
                    .token(
                            ServerProcess.ADMIN_ID,
                            ServerProcess.ADMIN_SECRET,
                            Map.of("grant_type", "client_credentials"));
            assertThat(answer.status()).isEqualTo(200);
            process.destroy();
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return written("out").lines().toList();
    }

    @Test
    void theOutputStreamHoldsAuditEventsAloneAndTheErrorStreamTheRest() throws Exception {
        List<String> events = eventsOfARequest(true);

        assertThat(events).isNotEmpty();
        assertThat(events)
                .allSatisfy(line -> assertThat(StrictJson.readObject(line.getBytes(StandardCharsets.UTF_8)))
                        .isInstanceOf(Parsed.Read.class));
        assertThat(written("err"))
                .containsSubsequence(
                        " has started with the home " + folder.resolve("home"),
                        "is ready",
                        "/console/setup?code=",
                        "Countersign stops: ",
                        "Countersign has stopped")
                .doesNotContain("Exception", "server.command.S", "server.Wiring");
    }

    @Test
    void withoutLinesOfExchangesTheOutputStreamIsEmpty() throws Exception {
        assertThat(eventsOfARequest(false)).isEmpty();
        assertThat(written("err")).contains("Countersign has stopped").doesNotContain("\"kind\"");
    }

    @Test
    void aPortInUseIsSaidInWords() throws Exception {
        try (var taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
            Process process = serve(taken.getLocalPort(), FreePort.get());
            assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();

            assertThat(process.exitValue()).isEqualTo(69);
            assertThat(written("out")).isEmpty();
            assertThat(written("err"))
                    .contains("cannot listen on 127.0.0.1 port " + taken.getLocalPort())
                    .doesNotContain("Exception", "java.", "\tat ");
        }
    }
}
