package dev.countersign.bench.steps;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jwt.UnverifiedJwt;
import dev.countersign.core.rejection.Ruling;
import org.openjdk.jmh.annotations.Benchmark;

/** Stage 2, the most of it: taking an assertion apart, with all that makes the reader strict. */
public class ReadingStep extends Step {
    private final String assertion = SampleExchange.assertion(Algorithm.RS256);

    @Benchmark
    public Ruling<UnverifiedJwt> read() {
        return UnverifiedJwt.read(assertion);
    }
}
