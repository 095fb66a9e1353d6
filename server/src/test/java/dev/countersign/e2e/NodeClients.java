package dev.countersign.e2e;

import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Clients from the npm registry, run by Node in a separate folder. */
final class NodeClients {
    private static final Path SOURCES = Path.of("src", "test", "node");
    private static final Path INSTALLED = Path.of("target", "npm").toAbsolutePath();
    private static final String PACKAGES = "package.json";
    private static final int MINUTES = 3;

    private final Path folder;

    private NodeClients(Path folder) {
        this.folder = folder;
    }

    /** Installs the clients, by the versions in {@code package.json}. npm fetches them: no Maven artifact holds these versions. */
    static NodeClients install(Path folder) {
        return install(
                folder,
                SOURCES,
                List.of(PACKAGES, "exchange.js", "discover.js", "dpop.js", "google.js", "token-exchange.js"));
    }

    /** Installs the packages of the MCP SDK, for programs that the test brings. */
    static NodeClients ofMcp(Path folder) {
        return install(folder, SOURCES.resolve("mcp"), List.of(PACKAGES));
    }

    /** Installs an OpenID provider, {@code provider.js}. */
    static NodeClients ofOpenIdProvider(Path folder) {
        return install(folder, SOURCES.resolve("oidc-provider"), List.of(PACKAGES, "provider.js"));
    }

    private static NodeClients install(Path folder, Path sources, List<String> files) {
        Path npm = InstalledProgram.orSkip("npm", InstalledProgram.onPath("npm"));
        try {
            Files.createDirectories(folder);
            for (String file : files) {
                Files.copy(sources.resolve(file), folder.resolve(file));
            }
            Files.createSymbolicLink(folder.resolve("node_modules"), installed(npm, sources));
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
        return new NodeClients(folder);
    }

    /** The packages of {@code package.json}, which are installed once for all tests of a build. */
    private static Path installed(Path npm, Path sources) throws IOException {
        Path folder = INSTALLED.resolve(sources.getFileName());
        Files.createDirectories(folder);
        Path stamp = folder.resolve("installed.json");
        try (var channel =
                        FileChannel.open(folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                var _ = channel.lock()) {
            String wanted = Files.readString(sources.resolve(PACKAGES));
            if (!Files.exists(stamp) || !Files.readString(stamp).equals(wanted)) {
                Files.deleteIfExists(stamp);
                Files.writeString(folder.resolve(PACKAGES), wanted);
                new NodeClients(folder)
                        .run(
                                List.of(
                                        npm.toString(),
                                        "install",
                                        "--no-package-lock",
                                        "--no-audit",
                                        "--no-fund",
                                        "--loglevel=error"),
                                Map.of(),
                                "");
                Files.writeString(stamp, wanted);
            }
            return folder.resolve("node_modules");
        }
    }

    /** What this script answers to this input, trusting this certificate. */
    JsonNode run(String script, Path certificate, Map<String, Object> input) {
        return JsonMapper.shared()
                .readTree(run(
                        List.of(NodeProgram.path().toString(), script),
                        Map.of("NODE_EXTRA_CA_CERTS", certificate.toString(), "NODE_NO_WARNINGS", "1"),
                        JsonMapper.shared().writeValueAsString(input)));
    }

    /** What this script prints in this environment. */
    String run(String script, Map<String, String> environment) {
        return run(List.of(NodeProgram.path().toString(), script), environment, "");
    }

    /** Starts a script that prints one line when it is ready, and waits for that line. */
    Process start(String script, Map<String, String> environment) throws IOException {
        var builder = new ProcessBuilder(NodeProgram.path().toString(), script)
                .directory(folder.toFile())
                .redirectErrorStream(true);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String first = process.inputReader(StandardCharsets.UTF_8).readLine();
        if (!"listening".equals(first)) {
            process.destroyForcibly();
            throw new AssertionError(script + " did not start: " + first);
        }
        return process;
    }

    private String run(List<String> command, Map<String, String> environment, String input) {
        try {
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            try (var stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
            boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
            if (!ended || process.exitValue() != 0) {
                process.destroyForcibly();
                throw new AssertionError(command + " failed:\n" + Files.readString(out) + Files.readString(err));
            }
            return Files.readString(out);
        } catch (IOException missing) {
            throw new UncheckedIOException(command.getFirst() + " cannot be run", missing);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError(stopped);
        }
    }
}
