package dev.countersign.core.policy;

import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.CheckWalk;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.RejectionCode;
import java.util.List;

/** The checks of what is granted, in the order in which they count. */
final class PolicyChecks {
    private static final RejectionCode CONDITION = RejectionCode.POLICY_CONDITION_FAILED;
    private static final String CONDITION_MET = "The claims meet the issuer's condition";

    private static final List<NamedCheck<Decisions>> AFTER_CONDITIONS = List.of(
            new NamedCheck<>(
                    RejectionCode.POLICY_SUBJECT_NOT_MAPPED,
                    "The access token has a subject",
                    Decisions::subjectOutcome),
            new NamedCheck<>(
                    RejectionCode.ASSERTION_EXPIRED,
                    "The access token has time left to live",
                    Decisions::expiryOutcome),
            new NamedCheck<>(
                    RejectionCode.POLICY_SCOPE_NOT_ALLOWED,
                    "There is a scope that may be granted",
                    Decisions::scopeOutcome),
            new NamedCheck<>(
                    RejectionCode.POLICY_RESOURCE_NOT_ALLOWED,
                    "The requested resource is one of the application's audiences",
                    Decisions::resourceOutcome));

    private PolicyChecks() {}

    /** Walks over all of them; an issuer has any number of conditions. */
    static void walk(Decisions decisions, CheckWalk walk) {
        List<CheckOutcome> conditions = decisions.conditions();
        for (CheckOutcome outcome : conditions) {
            if (!walk.note(CONDITION, CONDITION_MET, outcome)) {
                return;
            }
        }
        if (conditions.isEmpty()) {
            walk.skip(CONDITION, CONDITION_MET, "the issuer has no condition");
        }
        walk.over(AFTER_CONDITIONS, decisions);
    }

    static void skip(String reason, CheckWalk walk) {
        walk.skip(CONDITION, CONDITION_MET, reason);
        walk.skip(AFTER_CONDITIONS, reason);
    }
}
