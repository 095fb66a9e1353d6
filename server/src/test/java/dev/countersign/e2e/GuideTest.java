package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.InstalledProgram;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** End-to-end test of the commands in {@code docs/guide.md}, run as written, each variant on a separate server. */
class GuideTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"By REST", "By command", "By a file"})
    void leadsToAnAccessToken(String way) throws Exception {
        try (ServerProcess server = ServerProcess.start(folder.resolve("home"));
                ThirdParty thirdParty = ThirdParty.start("partner")) {
            var shell = LauncherShell.in(folder);
            for (String program : List.of("curl", "openssl")) {
                InstalledProgram.orSkip(
                        program,
                        !commands(way).contains(program + " ")
                                || InstalledProgram.onPath(program).isPresent());
            }

            String output = shell.run(
                    commands(way),
                    server,
                    Map.of(
                            "ISSUER", thirdParty.issuer(),
                            "JWKS_URL", thirdParty.jwksUrl(),
                            "ASSERTION", thirdParty.assertion(server.issuer())));

            assertThat(output).contains("\"access_token\"", "orders:read");
        }
    }

    private static String commands(String heading) {
        return new DocumentPage("guide.md").block(heading, "sh");
    }
}
