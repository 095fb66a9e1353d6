package dev.countersign.e2e;

import dev.countersign.InstalledProgram;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * A root folder of Linux in which programs run as on a machine of their own: with a mount namespace, because the JVM looks for
 * its libraries in {@code /proc} and for the file system of a folder among the mounts.
 */
record PackageRoot(Path folder) {
    private static final String ENTER = """
            mount --bind "$0" "$0" && mkdir -p "$0/proc" && mount -t proc proc "$0/proc" && cd "$0" && exec chroot "$@"
            """;

    static final String DEBOOTSTRAP = "/usr/sbin/debootstrap";
    /** Prints the release of this machine and its mirrors, the main one first. */
    private static final String MIRROR = """
            . /etc/os-release
            apt-get indextargets --format "$VERSION_CODENAME \\$(REPO_URI)" \\
                "Codename: $VERSION_CODENAME" "Component: main" "Created-By: Packages"
            """;

    private static final Pattern PROXY = Pattern.compile("(https?|ftp|all|no)_proxy", Pattern.CASE_INSENSITIVE);

    /** Exit status of a program, and what it wrote to both streams. */
    record Result(int status, String output) {}

    /** Goes on where programs may run in such a folder. */
    static void orSkip() {
        InstalledProgram.orSkip("debootstrap (as root)", isRoot());
        if (!canMount()) {
            InstalledProgram.skip(
                    "a machine whose root may mount; this one, perhaps a container, lets it mount nothing");
        }
    }

    private static boolean isRoot() {
        return "root".equals(System.getProperty("user.name"));
    }

    /** Whether root may have a mount namespace here; in most containers it may not. */
    private static boolean canMount() {
        return execute(List.of("unshare", "--mount", "mount", "-t", "proc", "proc", "/proc"), Map.of())
                        .status()
                == 0;
    }

    /** Makes the smallest Debian, of the release and from the mirror of this machine, where that is possible. */
    static Result debian(Path folder) {
        if (!Files.isExecutable(Path.of(DEBOOTSTRAP)) || !isRoot() || !canMount()) {
            return new Result(1, "debootstrap is not here, or is not allowed");
        }
        var mirrors = execute(List.of("sh", "-c", MIRROR), Map.of());
        String[] release = mirrors.output().lines().findFirst().orElse("").split(" ");
        if (mirrors.status() != 0 || release.length != 2) {
            return new Result(1, "apt-get names no mirror of this release: " + mirrors.output());
        }
        return execute(List.of(DEBOOTSTRAP, "--variant=minbase", release[0], folder.toString(), release[1]), Map.of());
    }

    /** Runs a program as root in this folder, with the environment of a login to Debian. */
    Result run(String... program) {
        return runAs("0:0", Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/root"), List.of(program));
    }

    /**
     * Runs a program in this folder.
     *
     * @param user the numbers of the user and the group, separated by a colon
     * @param environment all that the program has, beside the proxy
     */
    Result runAs(String user, Map<String, String> environment, List<String> program) {
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "sh", "-c", ENTER, folder.toString(), "--userspec=" + user));
        command.add(folder.toString());
        command.addAll(program);
        return execute(command, environment);
    }

    /**
     * Runs a program of this machine, which reaches the network by the same proxy as this one.
     *
     * @throws AssertionError if it takes longer than ten minutes
     */
    static Result execute(List<String> command, Map<String, String> environment) {
        try {
            Path written = Files.createTempFile("countersign-packages", ".log");
            // a file and not a pipe, which a process that was left behind could hold open
            var builder = new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(written.toFile());
            builder.environment()
                    .keySet()
                    .removeIf(variable -> !PROXY.matcher(variable).matches());
            builder.environment().put("PATH", "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
            builder.environment().putAll(environment);
            Process process = builder.start();
            process.getOutputStream().close();
            boolean ended = process.waitFor(10, TimeUnit.MINUTES);
            if (!ended) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            String output = new String(Files.readAllBytes(written), StandardCharsets.UTF_8);
            Files.delete(written);
            if (!ended) {
                throw new AssertionError("longer than ten minutes: " + command + "\n" + output);
            }
            return new Result(process.exitValue(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
