package dev.countersign.bench.machine;

import dev.countersign.bench.server.ServerUnderLoad;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Pauses of a JVM for garbage collection during some time, and the allocation between them.
 *
 * @param pausedMillis sum of all pauses
 * @param allocatedMegabytes per second, from the first pause to the last; 0 when there were fewer than two
 */
public record Pauses(int count, double pausedMillis, double longestMillis, double allocatedMegabytes) {
    private static final Pattern PAUSE =
            Pattern.compile("\\[(\\d+)ms].* Pause .* (\\d+)M->(\\d+)M\\(\\d+M\\) ([0-9.]+)ms");

    private record Pause(long at, int before, int after, double millis) {

        static Pause of(MatchResult found) {
            return new Pause(
                    Long.parseLong(found.group(1)),
                    Integer.parseInt(found.group(2)),
                    Integer.parseInt(found.group(3)),
                    Double.parseDouble(found.group(4)));
        }
    }

    /** Reads them from a log enabled by {@link ServerUnderLoad#logsCollections}. */
    public static Pauses between(Path log, Instant begin, Instant end) throws IOException {
        List<Pause> pauses = PAUSE.matcher(Files.readString(log))
                .results()
                .map(Pause::of)
                .filter(pause -> pause.at() >= begin.toEpochMilli() && pause.at() <= end.toEpochMilli())
                .toList();
        return new Pauses(
                pauses.size(),
                pauses.stream().mapToDouble(Pause::millis).sum(),
                pauses.stream().mapToDouble(Pause::millis).max().orElse(0),
                allocated(pauses));
    }

    private static double allocated(List<Pause> pauses) {
        if (pauses.size() < 2) {
            return 0;
        }
        double megabytes = 0;
        for (int i = 1; i < pauses.size(); i++) {
            megabytes += Math.max(0, pauses.get(i).before() - pauses.get(i - 1).after());
        }
        return megabytes * 1_000 / (pauses.getLast().at() - pauses.getFirst().at());
    }
}
