package dev.countersign.bench.machine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Description of the machine on which the figures were measured. */
public final class Machine {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int SYNCS = 50;
    private static final int PAGE = 4_096;

    private Machine() {}

    /**
     * Returns the description, before this process is moved to some processors.
     *
     * @param work a folder on the disk of the ledger
     */
    public static List<String> describe(Path work) throws IOException, InterruptedException {
        return List.of(
                "machine: %s, %d processors, %.1f GB, Linux %s"
                        .formatted(
                                field("/proc/cpuinfo", "model name"),
                                Runtime.getRuntime().availableProcessors(),
                                Long.parseLong(field("/proc/meminfo", "MemTotal")
                                                .replaceAll("\\D", ""))
                                        / 1024.0
                                        / 1024.0,
                                System.getProperty("os.version")),
                "disk: a page written and forced in %.2f ms (median of %d)".formatted(sync(work), SYNCS),
                "JDK: %s %s".formatted(System.getProperty("java.vm.name"), System.getProperty("java.vm.version")),
                "commit: " + commit(Path.of("")),
                "load average of the machine before: "
                        + Files.readString(Path.of("/proc/loadavg")).split(" ", 2)[0]);
    }

    private static String field(String file, String name) throws IOException {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst()
                    .orElse("0");
        }
    }

    /** Duration of a synchronous write to the disk, in milliseconds. */
    private static double sync(Path folder) throws IOException {
        List<Double> millis = new ArrayList<>();
        Path file = Files.createTempFile(folder, "sync", ".tmp");
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (int i = 0; i < SYNCS; i++) {
                long begin = System.nanoTime();
                channel.write(ByteBuffer.allocate(PAGE));
                channel.force(false);
                millis.add((System.nanoTime() - begin) / 1e6);
            }
        } finally {
            Files.delete(file);
        }
        return Spread.of(millis).median();
    }

    /** The commit of a checkout, and whether something was changed since. */
    public static String commit(Path checkout) throws IOException, InterruptedException {
        String folder = checkout.toAbsolutePath().toString();
        try {
            String hash = Program.of("git", "-C", folder, "rev-parse", "--short=12", "HEAD")
                    .run(PATIENCE);
            // results are written while other measurements are still running
            String changed = Program.of(
                            "git", "-C", folder, "status", "--porcelain", "--untracked-files=no", ":!bench/results")
                    .run(PATIENCE);
            return hash.strip() + (changed.isBlank() ? "" : ", with changes that are not committed");
        } catch (IllegalStateException noRepository) {
            return "unknown";
        }
    }
}
