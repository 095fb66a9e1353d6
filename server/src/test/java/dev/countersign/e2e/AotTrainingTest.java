package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Test of the training run, whose failure would otherwise only make starts slow. */
class AotTrainingTest {
    @TempDir
    Path folder;

    @Test
    void endsInGoodOrderAfterADemonstrationExchangesAndAStart() throws IOException, InterruptedException {
        Path output = folder.resolve("output.txt");
        var builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "dev.countersign.server.AotTraining")
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("COUNTERSIGN_"));
        builder.environment().put("COUNTERSIGN_HOME", folder.resolve("home").toString());
        builder.environment().put("COUNTERSIGN_SERVER_PORT", "0");
        builder.environment().put("COUNTERSIGN_SERVER_BIND", "127.0.0.1");

        Process training = builder.start();
        try {
            assertThat(training.waitFor(2, TimeUnit.MINUTES)).isTrue();
        } finally {
            training.destroyForcibly();
        }

        assertThat(training.exitValue()).as(Files.readString(output)).isZero();
        assertThat(output).content().contains("became this access token");
    }
}
