package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
            installCommand();
            for (String program : List.of("curl", "openssl")) {
                InstalledProgram.orSkip(
                        program,
                        !commands(way).contains(program + " ")
                                || InstalledProgram.onPath(program).isPresent());
            }

            String output = run(commands(way), server, thirdParty);

            assertThat(output).contains("\"access_token\"", "orders:read");
        }
    }

    /** The block of commands under a heading. */
    private static String commands(String heading) throws IOException {
        String guide = Files.readString(Path.of("..", "docs", "guide.md"));
        Matcher block = Pattern.compile("## " + heading + "\n\n```sh\n(.*?)```", Pattern.DOTALL)
                .matcher(guide);
        assertThat(block.find()).as(heading).isTrue();
        return block.group(1);
    }

    /** What the launcher is to a user: a program of this name. */
    private void installCommand() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("bin"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path program = Files.writeString(
                bin.resolve("countersign"),
                "#!/bin/sh\nexec '%s' -cp '%s' dev.countersign.server.Main \"$@\"\n"
                        .formatted(java, System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    private String run(String commands, ServerProcess server, ThirdParty thirdParty) throws Exception {
        Path output = folder.resolve("output");
        var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(Files.createDirectories(folder.resolve("work")).toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        var environment = shell.environment();
        environment.put("PATH", folder.resolve("bin") + ":" + environment.get("PATH"));
        environment.put("HOME", folder.toString());
        environment.put("COUNTERSIGN_URL", server.issuer());
        environment.put(
                "COUNTERSIGN_CACERT",
                server.home().resolve("conf/tls/certificate.pem").toString());
        environment.put("COUNTERSIGN_CLIENT_ID", ServerProcess.ADMIN_ID);
        environment.put("COUNTERSIGN_CLIENT_SECRET", ServerProcess.ADMIN_SECRET);
        environment.put("ISSUER", thirdParty.issuer());
        environment.put("JWKS_URL", thirdParty.jwksUrl());
        environment.put("ASSERTION", thirdParty.assertion(server.issuer()));
        Process process = shell.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
