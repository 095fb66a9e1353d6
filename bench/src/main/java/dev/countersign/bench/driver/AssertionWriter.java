package dev.countersign.bench.driver;

import dev.countersign.bench.server.BenchIssuer;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.IntStream;

/** Writer of a pool of assertions, which signs on all processors. */
final class AssertionWriter {
    private static final int PART = 10_000;

    private AssertionWriter() {}

    /** Signs this many assertions and writes them with the issuer's key set. */
    static void write(Path assertions, Path jwks, int size, Instant now) throws IOException {
        System.out.printf("Signing %d assertions (once a day) …%n", size);
        Files.createDirectories(assertions.toAbsolutePath().getParent());
        var issuer = new BenchIssuer();
        Files.write(jwks, issuer.jwks());
        try (BufferedWriter out = Files.newBufferedWriter(assertions, StandardCharsets.US_ASCII)) {
            for (int done = 0; done < size; done += PART) {
                for (String assertion : IntStream.range(done, Math.min(size, done + PART))
                        .parallel()
                        .mapToObj(index -> issuer.assertion(issuedAt(index, size, now)))
                        .toList()) {
                    out.write(assertion);
                    out.write('\n');
                }
            }
        }
    }

    /**
     * The {@code iat} of the assertion at a position: the last one is issued now, the others at equal intervals before.
     */
    static Instant issuedAt(int index, int size, Instant now) {
        return now.minusSeconds(1 + (size - 1 - index) / AssertionPool.EACH_SECOND);
    }
}
