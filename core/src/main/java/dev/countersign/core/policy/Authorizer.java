package dev.countersign.core.policy;

import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.rejection.Ruling;
import java.util.Optional;

/**
 * Policy decision about the granted access, the same for all grants: the checks of {@link PolicyChecks}, and then the
 * grant.
 */
public final class Authorizer {
    private Authorizer() {}

    /** Returns the grant, or the refusal of the first failed check (RFC 7521 §4.1). */
    public static Ruling<AccessGrant> authorize(PolicyFacts facts) {
        var walk = new FirstRefusal();
        Decisions decisions = decide(facts, walk);
        return walk.ruling(walk.hasFailed() ? Optional.empty() : Optional.of(grant(decisions, facts)));
    }

    /** Decides, and performs the checks of the decisions. */
    public static Decisions decide(PolicyFacts facts, CheckWalk walk) {
        var decisions = Decisions.of(facts);
        PolicyChecks.walk(decisions, walk);
        facts.ceiling().ifPresent(ceiling -> walk.over(ceiling.checks(), decisions));
        return decisions;
    }

    /** Reports that no check of policy is possible. */
    public static void skip(String reason, CheckWalk walk) {
        PolicyChecks.skip(reason, walk);
    }

    /** Nothing was refused; all decisions are made because the claims are verified. */
    private static AccessGrant grant(Decisions decisions, PolicyFacts facts) {
        return new AccessGrant(
                decisions.subject().orElseThrow(),
                decisions.scopes().orElseThrow(),
                decisions.audiences().orElseThrow(),
                decisions.claims(),
                facts.issuedAt(),
                decisions.expiresAt().orElseThrow());
    }
}
