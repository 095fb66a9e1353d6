package dev.countersign.bench.steps;

import dev.countersign.core.jwt.ClaimChecks;
import dev.countersign.core.jwt.HeaderChecks;
import dev.countersign.core.jwt.JwtFacts;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.NamedCheck;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Setup;

/**
 * Stage 3, all but the key and the signature: the checks of header and claims, none of which fails. The walk is that of
 * {@link dev.countersign.core.jwt.JwtVerifier}, which cannot be had without the signature in its middle.
 */
public class Checks extends Step {
    private final JwtFacts facts = SampleExchange.facts();

    @Setup
    public void expectNoFailure() {
        if (headerAndClaims()) {
            throw new IllegalStateException("The sample assertion fails a check");
        }
    }

    /** Whether a check failed. */
    @Benchmark
    public boolean headerAndClaims() {
        return fails(HeaderChecks.ALL) || fails(ClaimChecks.ALL);
    }

    private boolean fails(List<NamedCheck<JwtFacts>> checks) {
        for (NamedCheck<JwtFacts> check : checks) {
            if (check.judge(facts) instanceof CheckOutcome.Failed) {
                return true;
            }
        }
        return false;
    }
}
