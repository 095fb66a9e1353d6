package dev.countersign.server.diagnosis;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.countersign.base.text.FailureText;
import dev.countersign.server.config.home.Home;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Pattern;

/** The checks of the machine: free space, and file descriptors. */
final class MachineChecks {
    private static final long MEBIBYTE = 1024 * 1024;

    /** Free space for the write-ahead log, a checkpoint and a backup of a small database. */
    private static final long LITTLE = 1024 * MEBIBYTE;

    /** Less than the write-ahead log may take. */
    private static final long TOO_LITTLE = 128 * MEBIBYTE;

    /** Connections of a busy server, each with a descriptor. */
    private static final long FEW_DESCRIPTORS = 4096;

    private static final Pattern LIMIT = Pattern.compile("(?m)^process_max_fds ([0-9.eE+]+)$");
    private static final Pattern OPEN = Pattern.compile("(?m)^process_open_fds ([0-9.eE+]+)$");

    private MachineChecks() {}

    static Finding disk(Home home) {
        Path folder = Files.exists(home.data()) ? home.data() : home.path();
        try {
            return disk(folder, Files.getFileStore(folder).getUsableSpace());
        } catch (IOException unknown) {
            return Finding.notChecked(
                    "disk", "", "The free space of %s is not known: %s.".formatted(folder, FailureText.of(unknown)));
        }
    }

    static Finding disk(Path folder, long free) {
        String text = "%s MiB are free for %s.".formatted(free / MEBIBYTE, folder);
        if (free < TOO_LITTLE) {
            return Finding.problem("disk", "", text + " Without space no token is issued; make room.");
        }
        return free < LITTLE
                ? Finding.warning("disk", "", text + " Without space no token is issued; make room.")
                : Finding.ok("disk", "", text);
    }

    /**
     * The file descriptors of the running server by its metrics, else the limit of a process that is started like this
     * one.
     */
    static Finding descriptors(Optional<String> metrics) {
        Optional<Long> limit = metrics.flatMap(text -> number(LIMIT, text));
        Optional<Long> open = metrics.flatMap(text -> number(OPEN, text));
        if (limit.isPresent() && open.isPresent()) {
            return ofServer(open.get(), limit.get());
        }
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? ofProcess(system.getMaxFileDescriptorCount())
                : Finding.notChecked("file descriptors", "", "This system does not tell their limit.");
    }

    private static Optional<Long> number(Pattern pattern, String text) {
        var matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of((long) Double.parseDouble(matcher.group(1))) : Optional.empty();
    }

    static Finding ofServer(long open, long limit) {
        String text = "The running server has %s of %s open.".formatted(open, limit);
        return open > limit / 10 * 8 ? Finding.problem("file descriptors", "", text + raise()) : ofLimit(text, limit);
    }

    private static Finding ofProcess(long limit) {
        return ofLimit(
                "No metrics of a running server could be read; a process that is started like this one may have %s open."
                        .formatted(limit),
                limit);
    }

    private static Finding ofLimit(String text, long limit) {
        return limit < FEW_DESCRIPTORS
                ? Finding.warning("file descriptors", "", text + raise())
                : Finding.ok("file descriptors", "", text);
    }

    private static String raise() {
        return " Every connection takes one; raise the limit (LimitNOFILE, or ulimit -n) to %s or more."
                .formatted(FEW_DESCRIPTORS);
    }
}
