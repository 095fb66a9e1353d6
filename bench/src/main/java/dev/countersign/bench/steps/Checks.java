package dev.countersign.bench.steps;

import dev.countersign.core.assertion.AssertionCheck;
import dev.countersign.core.assertion.AssertionFacts;
import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.assertion.ClaimCheck;
import dev.countersign.core.assertion.HeaderCheck;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * Stage 3, all but the key and the signature: the checks of header and claims, none of which fails. The walk is that of
 * {@link dev.countersign.core.assertion.AssertionVerifier}, which cannot be had without the signature in its middle.
 */
public class Checks extends Step {
    private final AssertionFacts facts = SampleExchange.facts();

    @Setup
    public void expectNoFailure() {
        if (headerAndClaims()) {
            throw new IllegalStateException("The sample assertion fails a check");
        }
    }

    /** Whether a check failed. */
    @Benchmark
    public boolean headerAndClaims() {
        return fails(HeaderCheck.values()) || fails(ClaimCheck.values());
    }

    private boolean fails(AssertionCheck[] checks) {
        for (AssertionCheck check : checks) {
            if (check.judge(facts) instanceof CheckOutcome.Failed) {
                return true;
            }
        }
        return false;
    }
}
