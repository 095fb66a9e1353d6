package dev.countersign.bench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Processor time and memory of a process so far, as reported by the operating system (proc(5)). */
public final class ProcessCost {
    /** Clock ticks per second; the same on every Linux that Java supports. */
    private static final long TICKS = 100;

    private static final int USER = 11;
    private static final int SYSTEM = 12;
    private static final int USER_OF_CHILDREN = 13;
    private static final int SYSTEM_OF_CHILDREN = 14;

    /**
     * Fields of the machine: user, nice, system, interrupts of both kinds, stolen; without idle and waiting for the
     * disk.
     */
    private static final List<Integer> BUSY = List.of(1, 2, 3, 6, 7, 8);

    private ProcessCost() {}

    /** Processor time of a process. */
    public static Duration processorTime(ProcessHandle process) throws IOException {
        String[] fields = fields(process.pid());
        return ticks(fields, USER).plus(ticks(fields, SYSTEM));
    }

    /** Processor time of ended programs started by this process. */
    public static Duration processorTimeOfPrograms() throws IOException {
        return ofEndedChildren(fields(ProcessHandle.current().pid()));
    }

    /** Processor time of a process and all its descendants, ended or not. */
    public static Duration processorTimeOfFamily(ProcessHandle parent) throws IOException {
        Duration sum = ofEndedChildren(fields(parent.pid()));
        for (ProcessHandle member :
                Stream.concat(Stream.of(parent), parent.descendants()).toList()) {
            try {
                sum = sum.plus(processorTime(member));
            } catch (NoSuchFileException ended) {
                // its time is included in the next sum of its parent
            }
        }
        return sum;
    }

    /** Processor time of everything on this machine, and the time that its host took away. */
    public static Duration processorTimeOfMachine() throws IOException {
        try (var lines = Files.lines(Path.of("/proc/stat"))) {
            String[] fields = lines.findFirst().orElseThrow().split(" +", -1);
            return BUSY.stream().map(field -> ticks(fields, field)).reduce(Duration.ZERO, Duration::plus);
        }
    }

    private static Duration ofEndedChildren(String[] fields) {
        return ticks(fields, USER_OF_CHILDREN).plus(ticks(fields, SYSTEM_OF_CHILDREN));
    }

    /** The fields after the name of the program, which may contain any character. */
    private static String[] fields(long pid) throws IOException {
        String line = Files.readString(Path.of("/proc/%d/stat".formatted(pid)));
        return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    }

    private static Duration ticks(String[] fields, int field) {
        return Duration.ofMillis(Long.parseLong(fields[field]) * 1_000 / TICKS);
    }

    /** Current resident memory, in MB. */
    public static double residentMegabytes(ProcessHandle process) throws IOException {
        return status(process, "VmRSS:");
    }

    /** Peak resident memory, in MB. */
    public static double peakMegabytes(ProcessHandle process) throws IOException {
        return status(process, "VmHWM:");
    }

    private static double status(ProcessHandle process, String name) throws IOException {
        try (var lines = Files.lines(Path.of("/proc/%d/status".formatted(process.pid())))) {
            return lines.filter(line -> line.startsWith(name))
                    .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1_024.0)
                    .findFirst()
                    .orElseThrow();
        }
    }
}
