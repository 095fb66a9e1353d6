package dev.countersign.bench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PausesTest {
    /** Of the serial collector, and of G1. */
    private static final String LOG = """
            [1000ms] Using Serial
            [2000ms] GC(0) Pause Young (Allocation Failure) 104M->15M(365M) 9.500ms
            [3000ms] GC(1) Pause Young (Allocation Failure) 115M->18M(365M) 2.500ms
            [3500ms] GC(2) Concurrent Mark Cycle
            [5000ms] GC(3) Pause Young (Normal) (G1 Evacuation Pause) 68M->20M(365M) 4.000ms
            [9000ms] GC(4) Pause Full (System.gc()) 99M->9M(365M) 50.000ms
            """;

    @TempDir
    private Path folder;

    @Test
    void countsThoseWithinTheTime() throws Exception {
        Pauses pauses = between(2_000, 5_000);

        assertThat(pauses.count()).isEqualTo(3);
        assertThat(pauses.pausedMillis()).isEqualTo(16);
        assertThat(pauses.longestMillis()).isEqualTo(9.5);
    }

    @Test
    void knowsWhatWasAllocatedBetweenThem() throws Exception {
        assertThat(between(2_000, 5_000).allocatedMegabytes()).isEqualTo((100 + 50) / 3.0);
    }

    @Test
    void knowsNothingOfAllocationFromOnePause() throws Exception {
        assertThat(between(2_500, 4_000)).isEqualTo(new Pauses(1, 2.5, 2.5, 0));
    }

    private Pauses between(long begin, long end) throws IOException {
        Path log = Files.writeString(folder.resolve("collections.txt"), LOG);
        return Pauses.between(log, Instant.ofEpochMilli(begin), Instant.ofEpochMilli(end));
    }
}
