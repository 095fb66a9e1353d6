package dev.countersign.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A root folder of Linux in which programs run as on a machine of their own: with a mount namespace, because the JVM looks for
 * its libraries in {@code /proc} and for the file system of a folder among the mounts.
 */
record PackageRoot(Path folder) {
    private static final String ENTER = """
            mount --bind "$0" "$0" && mkdir -p "$0/proc" && mount -t proc proc "$0/proc" && cd "$0" && exec chroot "$@"
            """;

    /** Exit status of a program, and what it wrote to both streams. */
    record Result(int status, String output) {}

    /** Whether root may have a mount namespace here; in most containers it may not. */
    static boolean canMount() {
        return execute(List.of("unshare", "--mount", "mount", "-t", "proc", "proc", "/proc"), Map.of())
                        .status()
                == 0;
    }

    /** Runs a program as root in this folder, with the environment of a login to Debian. */
    Result run(String... program) {
        return runAs("0:0", Map.of("PATH", "/usr/sbin:/usr/bin:/sbin:/bin", "HOME", "/root"), List.of(program));
    }

    /**
     * Runs a program in this folder.
     *
     * @param user the numbers of the user and the group, separated by a colon
     * @param environment all that the program has
     */
    Result runAs(String user, Map<String, String> environment, List<String> program) {
        List<String> command = new ArrayList<>(
                List.of("unshare", "--mount", "sh", "-c", ENTER, folder.toString(), "--userspec=" + user));
        command.add(folder.toString());
        command.addAll(program);
        return execute(command, environment);
    }

    /** Runs a program of this machine. */
    static Result execute(List<String> command, Map<String, String> environment) {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin");
        builder.environment().putAll(environment);
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Result(process.waitFor(), output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
