package dev.countersign.core.policy;

import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.FirstRefusal;
import dev.countersign.core.rejection.Ruling;
import java.util.Optional;

/** The decision of what is granted, one for all grants: the checks of {@link PolicyChecks}, and then the grant. */
public final class Authorizer {
    private Authorizer() {}

    /** The grant, or the refusal of the first check that fails (RFC 7521 §4.1). */
    public static Ruling<AccessGrant> authorize(PolicyFacts facts) {
        var walk = new FirstRefusal();
        Decisions decisions = decide(facts, walk);
        return walk.ruling(walk.hasFailed() ? Optional.empty() : Optional.of(grant(decisions, facts)));
    }

    /** Decides, and walks over the checks of what was decided. */
    public static Decisions decide(PolicyFacts facts, CheckWalk walk) {
        var decisions = Decisions.of(facts);
        PolicyChecks.walk(decisions, walk);
        facts.ceiling().ifPresent(ceiling -> walk.over(ceiling.checks(), decisions));
        return decisions;
    }

    /** Takes note that no check of policy can be judged. */
    public static void skip(String reason, CheckWalk walk) {
        PolicyChecks.skip(reason, walk);
    }

    /** Nothing was refused; that all is decided holds because the claims are verified. */
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
