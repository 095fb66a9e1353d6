package dev.countersign.core.explain;

import dev.countersign.core.grant.Entitlement;
import dev.countersign.core.grant.Redeemable;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.token.IssuerSubject;
import dev.countersign.core.token.TokenLedger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The check that a subject is not blocked, as an explanation shows it. A token request is checked by the ledger, in the
 * transaction that records the token, so that a request in flight at the moment of the block leaves no live token.
 */
final class BlockedSubjectCheck {
    private static final RejectionCode CODE = RejectionCode.POLICY_SUBJECT_BLOCKED;
    private static final String NOT_BLOCKED = "The subject is not blocked";

    private BlockedSubjectCheck() {}

    /** Reports the current outcome of the ledger for the subject. */
    static void dryRun(Entitlement entitlement, Instant now, TokenLedger ledger, CheckWalk walk) {
        for (IssuerSubject actor : entitlement.actors()) {
            note("The actor is not blocked", actor, now, ledger, walk);
        }
        Optional<IssuerSubject> subject = entitlement.issuerSubject();
        if (subject.isEmpty()) {
            skip(
                    entitlement.issuer().isEmpty()
                            ? "the client acts on its own behalf"
                            : "the assertion names no subject",
                    walk);
            return;
        }
        note(NOT_BLOCKED, subject.get(), now, ledger, walk);
    }

    private static void note(String title, IssuerSubject subject, Instant now, TokenLedger ledger, CheckWalk walk) {
        walk.note(
                CODE,
                title,
                Redeemable.refusal(ledger.peek(subject, now.truncatedTo(ChronoUnit.SECONDS)), List.of())
                        .<CheckOutcome>map(CheckOutcome.Failed::new)
                        .orElseGet(() -> CheckOutcome.passed("a subject that is not blocked", subject.subject())));
    }

    static void skip(String reason, CheckWalk walk) {
        walk.skip(CODE, NOT_BLOCKED, reason);
    }
}
