package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** End-to-end tests of the options of applications that have a form of their own. */
class ApplicationCommandsTest {
    @TempDir
    private Path folder;

    @Test
    void setIsAnotherWordForEdit() {
        try (var server = ServerProcess.start(folder.resolve("home"))) {
            CommandRunner commands = CommandRunner.administrating(server, folder);
            commands.run("application", "add", "orders").done();

            commands.run(
                            "application",
                            "set",
                            "orders",
                            "--dpop",
                            "--chaining",
                            "https://as.example",
                            "--chaining",
                            "https://other.example=client-1")
                    .done();

            var after = commands.run("application", "show", "orders", "--json").json();
            assertThat(after.path("dpop_bound_access_tokens").asBoolean()).isTrue();
            assertThat(after.path("chaining").toString())
                    .isEqualTo("[{\"audience\":\"https://as.example\",\"client_id\":null},"
                            + "{\"audience\":\"https://other.example\",\"client_id\":\"client-1\"}]");

            commands.run("application", "set", "orders", "--chaining", "{\"audience\":\"https://as.example/?a=b\"}")
                    .done();
            assertThat(commands.run("application", "show", "orders", "--json")
                            .json()
                            .at("/chaining/0/audience")
                            .asString())
                    .isEqualTo("https://as.example/?a=b");
            assertThat(commands.run("application", "set", "orders", "--chaining", "{audience")
                            .status())
                    .isEqualTo(64);

            commands.run("application", "set", "orders", "--chaining", "").done();
            assertThat(commands.run("application", "show", "orders", "--json")
                            .json()
                            .path("chaining"))
                    .isEmpty();
        }
    }
}
