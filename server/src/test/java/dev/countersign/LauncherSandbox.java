package dev.countersign;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A folder with a copy of the launcher, isolated from the machine's own Java and Maven. */
final class LauncherSandbox {

    /** Everything the launcher may call besides java and mvn. */
    private static final List<String> TOOLS = List.of(
            "bash",
            "basename",
            "cat",
            "dirname",
            "env",
            "find",
            "flock",
            "head",
            "mkdir",
            "readlink",
            "rm",
            "sed",
            "sleep",
            "tail",
            "touch");

    private static final String FAKE_JAVA = """
            #!/usr/bin/env bash
            echo "java of $(basename "$(dirname "$(dirname "$0")")")"
            printf '[%s]\\n' "$@"
            exit "${FAKE_STATUS:-0}"
            """;

    private static final String FAKE_MAVEN = """
            #!/usr/bin/env bash
            echo build >>builds
            sleep 0.3
            echo "what went wrong"
            mkdir -p server/target/countersign/lib
            touch server/target/countersign/built
            exit "${FAKE_BUILD_STATUS:-0}"
            """;

    /** Result of one launch. */
    record Run(int status, String out, String err) {}

    private final Path root;
    private final Path home;
    private final Map<String, String> environment = new HashMap<>();

    LauncherSandbox(Path root) throws IOException {
        this.root = root;
        home = Files.createDirectories(root.resolve("count er sign"));
        String usual = "/usr/lib/jvm/* /opt/*";
        String source = Files.readString(SourceFile.project().resolve("countersign"));
        String sandboxed = source.replace(usual, "'" + root + "'/jvm/*").replace("/Library/Java", "/nonexistent");
        if (sandboxed.equals(source)) {
            throw new IllegalStateException("The launcher no longer looks at " + usual);
        }
        executable(launcher(), sandboxed);
        Files.createDirectories(commands());
        for (String tool : TOOLS) {
            for (String directory : List.of("/usr/bin", "/bin", "/usr/local/bin", "/opt/homebrew/bin")) {
                Path real = Path.of(directory, tool);
                if (Files.isExecutable(real)) {
                    // Not a symbolic link: JUnit warns of each one that it removes with the folder.
                    executable(commands().resolve(tool), "#!/bin/sh\nexec " + real + " \"$@\"\n");
                    break;
                }
            }
        }
        set("PATH", commands());
        set("HOME", root);
    }

    Path launcher() {
        return home.resolve("countersign");
    }

    Path commands() {
        return root.resolve("bin");
    }

    void set(String variable, Object value) {
        environment.put(variable, value.toString());
    }

    /** Makes the folder look like an installation. */
    void installed() throws IOException {
        Files.createDirectories(home.resolve("lib"));
    }

    /** Makes the folder look like an unpacked package, with a Java runtime of its own. */
    void packed() throws IOException {
        installed();
        jdk(home.getFileName() + "/runtime", "25.0.3");
        set("OSTYPE", "linux-gnu");
        set("HOSTTYPE", "x86_64");
    }

    /** Makes the folder look like a checkout with a JDK and a Maven at hand; returns one of its sources. */
    Path checkout() throws IOException {
        for (String module : List.of("base", "core", "cli", "server")) {
            Files.createDirectories(home.resolve(module).resolve("src/main"));
            Files.writeString(home.resolve(module).resolve("pom.xml"), "");
        }
        Files.writeString(home.resolve("pom.xml"), "");
        executable(commands().resolve("mvn"), FAKE_MAVEN);
        set("COUNTERSIGN_JAVA_HOME", jdk("ours", "25"));
        return Files.writeString(home.resolve("core/src/main/Some.java"), "");
    }

    /** A JDK of that version, whose java says its name and its arguments, one per line. */
    Path jdk(String name, String version) throws IOException {
        Path jdk = root.resolve(name);
        Files.createDirectories(jdk.resolve("bin"));
        Files.writeString(jdk.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        executable(jdk.resolve("bin/java"), FAKE_JAVA);
        executable(jdk.resolve("bin/javac"), FAKE_JAVA);
        return jdk;
    }

    /** How often Maven was called. */
    int builds() throws IOException {
        return Files.readAllLines(home.resolve("builds")).size();
    }

    Run launch(String... arguments) throws IOException, InterruptedException {
        return launchAs(launcher(), arguments);
    }

    Run launchAs(Path launcher, String... arguments) throws IOException, InterruptedException {
        int status = start(launcher, "run", arguments).waitFor();
        return new Run(status, Files.readString(root.resolve("run.out")), Files.readString(root.resolve("run.err")));
    }

    /** Starts the launcher, from a folder that is not its own; what it says goes to files of that name. */
    Process start(Path launcher, String name, String... arguments) throws IOException {
        var builder = new ProcessBuilder();
        builder.command().add(launcher.toString());
        builder.command().addAll(List.of(arguments));
        builder.environment().clear();
        builder.environment().putAll(environment);
        return builder.directory(root.toFile())
                .redirectOutput(root.resolve(name + ".out").toFile())
                .redirectError(root.resolve(name + ".err").toFile())
                .start();
    }

    private static void executable(Path file, String text) throws IOException {
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("Cannot make executable: " + file);
        }
    }
}
