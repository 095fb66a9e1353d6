package dev.countersign.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A shell in which {@code countersign} is a program, as the launcher is to a user. */
final class LauncherShell {
    private final Path folder;

    private LauncherShell(Path folder) {
        this.folder = folder;
    }

    /** Installs the program in the folder. */
    static LauncherShell in(Path folder) {
        try {
            programIn(folder.resolve("bin"));
            Files.createDirectories(folder.resolve("work"));
            return new LauncherShell(folder);
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }

    /** Puts the program there by its name, unless it is there; returns the folder, for the path of a shell. */
    static Path programIn(Path bin) throws IOException {
        Path program = bin.resolve("countersign");
        if (Files.notExists(program)) {
            Files.createDirectories(bin);
            Files.writeString(
                    program, "#!/bin/sh\nexec '%s' \"$@\"\n".formatted(String.join("' '", ServerClasses.program())));
            Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
        }
        return bin;
    }

    /** The folder in which commands run. */
    Path work() {
        return folder.resolve("work");
    }

    /** What the commands print, for an administrator of this server; all of them must succeed. */
    String run(String commands, ServerProcess server, Map<String, String> variables) throws Exception {
        Path output = folder.resolve("output");
        var shell = new ProcessBuilder("bash", "-euo", "pipefail", "-c", commands)
                .directory(work().toFile())
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
        environment.putAll(variables);
        Process process = shell.start();
        assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
