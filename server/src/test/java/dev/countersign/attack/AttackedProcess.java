package dev.countersign.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.e2e.ServerProcess;
import dev.countersign.server.http.RawHttp;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code countersign serve} in a separate JVM with a heap of 256 MB that ends the process when it is full. It is shared
 * by all tests of a JVM, so that each attack also meets the remains of earlier ones.
 */
final class AttackedProcess {
    private static final String BODY = "grant_type=client_credentials";
    private static final String HEAP =
            "-Xmx256m -XX:+ExitOnOutOfMemoryError -Dio.netty.leakDetection.samplingInterval=16";

    private static @Nullable ServerProcess running;

    private AttackedProcess() {}

    /** The server; started by the first call, and ended with this JVM. */
    static synchronized ServerProcess server() throws IOException {
        ServerProcess server = running;
        if (server == null || !server.isAlive()) {
            Path home = Files.createTempDirectory("attacked").resolve("home");
            server = ServerProcess.start(home, Map.of("JDK_JAVA_OPTIONS", HEAP));
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            running = server;
        }
        return server;
    }

    /** The server lives, says so, and issues a token. */
    static void assertServes(ServerProcess server) throws IOException {
        assertThat(server.isAlive()).as(server.output()).isTrue();
        assertThat(RawHttp.once(server.httpPort(), "GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .status())
                .isEqualTo(200);
        RawHttp.Answer answer = RawHttp.once(server.httpPort(), tokenRequest());
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("access_token");
        assertThat(server.output())
                .doesNotContain("java.lang.OutOfMemoryError")
                // what the library writes of a buffer that was collected and never given back
                .doesNotContain("LEAK:");
    }

    private static String tokenRequest() {
        String credentials = ServerProcess.ADMIN_ID + ":" + ServerProcess.ADMIN_SECRET;
        return "POST /oauth2/token HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
                + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.US_ASCII))
                + "\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: " + BODY.length() + "\r\n\r\n"
                + BODY;
    }
}
