package dev.countersign.bench.load;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;

/**
 * Assertions on disk, one a line, signed before anything is measured: signing one costs more than exchanging it. Each is
 * presented once to each server; a server that starts with an empty ledger may be shown the same pool again.
 */
record AssertionPool(Path folder) {

    Path assertions() {
        return folder.resolve("assertions.txt");
    }

    Path jwks() {
        return folder.resolve("jwks.json");
    }

    /** Signs so many on all processors. */
    static AssertionPool make(Path folder, int count, Instant now, String audience) throws IOException {
        var pool = new AssertionPool(Files.createDirectories(folder));
        var issuer = new ThirdParty(now, audience);
        Files.write(pool.jwks(), issuer.jwks());
        try (BufferedWriter out = Files.newBufferedWriter(pool.assertions(), StandardCharsets.US_ASCII)) {
            int done = 0;
            while (done < count) {
                int part = Math.min(10_000, count - done);
                for (String assertion : IntStream.range(0, part)
                        .parallel()
                        .mapToObj(_ -> issuer.assertion())
                        .toList()) {
                    out.write(assertion);
                    out.newLine();
                }
                done += part;
            }
        }
        return pool;
    }
}
