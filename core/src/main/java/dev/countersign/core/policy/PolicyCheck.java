package dev.countersign.core.policy;

import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.rejection.RejectionCode;
import java.util.List;
import java.util.function.Function;

/** The checks of what is granted, in the order in which they count. */
public enum PolicyCheck {
    CONDITIONS(RejectionCode.POLICY_CONDITION_FAILED, "The claims meet the issuer's condition", Decisions::conditions),
    SUBJECT(
            RejectionCode.POLICY_SUBJECT_NOT_MAPPED,
            "The access token has a subject",
            decisions -> List.of(decisions.subjectOutcome())),
    LIFETIME(
            RejectionCode.ASSERTION_EXPIRED,
            "The access token has time left to live",
            decisions -> List.of(decisions.expiryOutcome())),
    SCOPE(
            RejectionCode.POLICY_SCOPE_NOT_ALLOWED,
            "There is a scope that may be granted",
            decisions -> List.of(decisions.scopeOutcome())),
    RESOURCE(
            RejectionCode.POLICY_RESOURCE_NOT_ALLOWED,
            "The requested resource is one of the application's audiences",
            decisions -> List.of(decisions.resourceOutcome()));

    private final RejectionCode code;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a function without state
    private final Function<Decisions, List<CheckOutcome>> outcomes;

    PolicyCheck(RejectionCode code, String title, Function<Decisions, List<CheckOutcome>> outcomes) {
        this.code = code;
        this.title = title;
        this.outcomes = outcomes;
    }

    /** The code of the refusal this check gives. */
    public RejectionCode code() {
        return code;
    }

    /** What holds when the check passes, in one sentence without a full stop. */
    public String title() {
        return title;
    }

    /** What came of it: one outcome, but for conditions, of which an issuer may have any number. */
    public List<CheckOutcome> outcomes(Decisions decisions) {
        return outcomes.apply(decisions);
    }
}
