package dev.countersign.bench.driver;

import dev.countersign.bench.server.BenchIssuer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Assertions on disk, one per line and all of equal length, signed before the measurement: signing one costs more than
 * exchanging it. Each is presented once to each server; a server that starts with an empty ledger may get the same pool
 * again.
 */
public final class AssertionPool {
    /** Number of assertions per second of {@code iat}, as from an issuer as busy as the server. */
    static final int EACH_SECOND = 8_000;

    /** Each takes nearly a kilobyte: more would fill the disk, and take an hour to sign. */
    private static final int MOST = 10_000_000;

    /** A pool that expires sooner is replaced. */
    private static final Duration LEFT = Duration.ofHours(2);

    private final Path folder;
    private final MemorySegment lines;
    private final int lineLength;

    private AssertionPool(Path folder, MemorySegment lines, int lineLength) {
        this.folder = folder;
        this.lines = lines;
        this.lineLength = lineLength;
    }

    static Path assertions(Path folder) {
        return folder.resolve("assertions.txt");
    }

    private static Path jwks(Path folder) {
        return folder.resolve("jwks.json");
    }

    /** The file with the {@code iat} of the first assertion, written last, so that an incomplete pool is not used. */
    private static Path begin(Path folder) {
        return folder.resolve("begin.txt");
    }

    Path assertions() {
        return assertions(folder);
    }

    public byte[] jwks() throws IOException {
        return Files.readAllBytes(jwks(folder));
    }

    int size() {
        return Math.toIntExact(lines.byteSize() / lineLength);
    }

    /** An assertion by its position from 0 on. */
    public String get(int index) {
        byte[] line = lines.asSlice((long) index * lineLength, lineLength - 1L).toArray(ValueLayout.JAVA_BYTE);
        return new String(line, StandardCharsets.US_ASCII);
    }

    /** The existing pool, if it is large enough and valid for hours; otherwise a new one. */
    public static AssertionPool of(Path folder, int size, Instant now) throws IOException {
        Optional<AssertionPool> there = open(folder, now).filter(pool -> pool.size() >= size);
        if (there.isPresent()) {
            return there.get();
        }
        if (size > MOST) {
            throw new IllegalArgumentException(
                    "%d assertions are more than a pool can hold (%d); ask for fewer --connections or --runs, or less time."
                            .formatted(size, MOST));
        }
        AssertionWriter.write(assertions(folder), jwks(folder), size, now);
        Instant begin = AssertionWriter.issuedAt(0, size, now);
        Files.writeString(begin(folder), begin.toString());
        return open(folder, now).orElseThrow();
    }

    private static Optional<AssertionPool> open(Path folder, Instant now) throws IOException {
        if (!Files.exists(begin(folder))) {
            return Optional.empty();
        }
        Instant begin = Instant.parse(Files.readString(begin(folder)));
        if (now.isAfter(begin.plus(BenchIssuer.LIFETIME).minus(LEFT))) {
            Files.delete(begin(folder));
            return Optional.empty();
        }
        try (var channel = FileChannel.open(assertions(folder), StandardOpenOption.READ);
                var reader = Files.newBufferedReader(assertions(folder), StandardCharsets.US_ASCII)) {
            var lines = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), Arena.global());
            int length = Optional.ofNullable(reader.readLine()).orElse("").length() + 1;
            return Optional.of(new AssertionPool(folder, lines, length));
        }
    }

    /** This many positions, evenly spread over a range. */
    public static List<Integer> sample(int from, int to, int count) {
        int take = Math.clamp(to - from, 0, count);
        return IntStream.range(0, take)
                .map(step -> from + (int) ((long) step * (to - from) / take))
                .boxed()
                .toList();
    }
}
