package dev.countersign.core.grant;

import dev.countersign.core.oauth.Confirmation;
import dev.countersign.core.rejection.AssertionRejection;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.DpopRejection;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.ExchangeRejection;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import dev.countersign.core.token.Actor;
import dev.countersign.core.token.PermittedActor;
import dev.countersign.core.trust.IssuerPolicy;
import java.util.Optional;

/** The rules about the actors of a token exchange (RFC 8693 §4.1, §4.4). */
final class ExchangeActors {
    private static final String AT_MOST = "The token names at most " + Actor.MOST + " actors";
    private static final String PERMITTED = "The actor is the one that the subject token permits";

    private ExchangeActors() {}

    /**
     * The actors of the issued token.
     *
     * @param actor the current one, with those before it
     * @param permitted the only party that may still become the actor
     */
    record Acting(Optional<Actor> actor, Optional<PermittedActor> permitted) {}

    /** Performs the checks; without a presented actor, an earlier one is kept. */
    static Acting judge(
            ExchangeToken.Party subject,
            Optional<ExchangeToken.Party> presented,
            Grant.Claimant claimant,
            GrantWalk walk) {
        presented.flatMap(ExchangeToken.Party::issuer).ifPresent(issuer -> conditions(issuer, presented.get(), walk));
        Ruling<Optional<Actor>> earlier = Actor.of(subject.claims().values());
        Optional<Actor> before = earlier.toOptional().flatMap(actor -> actor);
        Optional<Actor> actor = presented
                .flatMap(party -> party.actor(claimant.trust().identity(), before))
                .or(() -> before);
        boolean own = subject.own().isPresent();
        walk.note(
                own ? RejectionCode.TOKEN_UNUSABLE : RejectionCode.ASSERTION_CLAIM_MALFORMED,
                AT_MOST,
                CheckOutcome.of(
                                earlier.then(_ -> Ruling.unless(
                                        actor.filter(acting -> acting.number() > Actor.MOST)
                                                .map(_ -> tooMany(own)),
                                        () -> actor)),
                                acting -> new Evidence(
                                        "at most " + Actor.MOST + " actors",
                                        acting.map(Actor::words).orElse("none"),
                                        ""))
                        .because(ExchangeWalk::inExchange));
        Optional<PermittedActor> permitted = PermittedActor.of(subject.claims().values());
        if (presented.isEmpty()) {
            walk.skip(RejectionCode.POLICY_ACTOR_NOT_ALLOWED, PERMITTED, "there is no actor token");
            return new Acting(actor, permitted);
        }
        permitted(permitted, actor, walk);
        sameKey(subject.boundTo(), presented.get().boundTo(), walk);
        return new Acting(actor, Optional.empty());
    }

    private static void conditions(IssuerPolicy issuer, ExchangeToken.Party presented, GrantWalk walk) {
        if (presented.own().isEmpty()) {
            issuer.conditions()
                    .judge(presented.claims().values())
                    .forEach(outcome -> walk.note(
                            RejectionCode.POLICY_CONDITION_FAILED,
                            "The actor token meets the condition of its issuer",
                            outcome));
        }
    }

    private static Rejection tooMany(boolean own) {
        return own
                ? new ExchangeRejection.Unusable(
                        "a token with fewer than " + Actor.MOST + " actors", Actor.MOST + " actors, and a further one")
                : new AssertionRejection.ClaimMalformed(
                        "act",
                        "act: fewer than " + Actor.MOST + " actors in a token that gets a further one",
                        Actor.MOST + " actors",
                        RejectionCode.ASSERTION_CLAIM_MALFORMED.remedy());
    }

    private static void permitted(Optional<PermittedActor> permitted, Optional<Actor> actor, GrantWalk walk) {
        if (permitted.isEmpty()) {
            walk.skip(RejectionCode.POLICY_ACTOR_NOT_ALLOWED, PERMITTED, "the subject token has no may_act");
            return;
        }
        walk.note(
                RejectionCode.POLICY_ACTOR_NOT_ALLOWED,
                PERMITTED,
                CheckOutcome.of(
                        actor.filter(permitted.get()::permits).isPresent(),
                        () -> new PolicyRejection.ActorNotAllowed(
                                permitted.get().words(), actor.map(Actor::words).orElse("none"))));
    }

    /** One request proves possession of one key only. */
    private static void sameKey(Confirmation subject, Confirmation actor, GrantWalk walk) {
        if (!subject.isNone() && !actor.isNone()) {
            walk.note(
                    RejectionCode.DPOP_KEY_MISMATCH,
                    "Both tokens are bound to the same key",
                    CheckOutcome.of(
                            subject.equals(actor),
                            () -> new DpopRejection.KeyMismatch(
                                    "the key of the subject token", "another key of the actor token")));
        }
    }
}
