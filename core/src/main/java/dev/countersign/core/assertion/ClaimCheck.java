package dev.countersign.core.assertion;

import dev.countersign.core.rejection.RejectionCode;
import java.util.function.Function;

/**
 * The checks of the claims, in the order in which they are made; all of them come after the signature, so that nobody
 * without the issuer's key learns anything about them.
 */
public enum ClaimCheck implements AssertionCheck {
    OF_THIS_KIND(
            RejectionCode.ASSERTION_CLAIM_NOT_ALLOWED,
            "The assertion has no claim of another kind of token",
            SubjectAndAudienceRules::ofThisKind),
    SUBJECT_PRESENT(
            RejectionCode.ASSERTION_CLAIM_MISSING, "The assertion names a subject", SubjectAndAudienceRules::subject),
    AUDIENCE_IS_US(
            RejectionCode.ASSERTION_AUDIENCE_MISMATCH,
            "The assertion is meant for this server",
            SubjectAndAudienceRules::audience),
    EXPIRY_PRESENT(RejectionCode.ASSERTION_CLAIM_MISSING, "The assertion has an expiry", TimeRules::expiryPresent),
    NOT_EXPIRED(RejectionCode.ASSERTION_EXPIRED, "The assertion has not expired", TimeRules::notExpired),
    ALREADY_VALID(RejectionCode.ASSERTION_NOT_YET_VALID, "The assertion is already valid", TimeRules::alreadyValid),
    ISSUED_AT_PRESENT(
            RejectionCode.ASSERTION_CLAIM_MISSING,
            "The assertion says when it was issued where that is required",
            TimeRules::issuedAtPresent),
    NOT_FROM_THE_FUTURE(
            RejectionCode.ASSERTION_ISSUED_IN_FUTURE,
            "The assertion was issued in the past",
            TimeRules::notFromTheFuture),
    FRESH(RejectionCode.ASSERTION_TOO_OLD, "The assertion was issued recently", TimeRules::fresh),
    TIMES_AGREE(
            RejectionCode.ASSERTION_CLAIM_MALFORMED,
            "The assertion is issued and valid before it expires",
            TimeRules::agree),
    SHORT_LIVED(
            RejectionCode.ASSERTION_LIFETIME_TOO_LONG,
            "The assertion is not valid for too long",
            TimeRules::shortLived),
    IDENTIFIED(
            RejectionCode.ASSERTION_JTI_MISSING,
            "The assertion has an identifier where one is required",
            SubjectAndAudienceRules::identified);

    private final RejectionCode code;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method without state
    private final Function<AssertionFacts, CheckOutcome> rule;

    ClaimCheck(RejectionCode code, String title, Function<AssertionFacts, CheckOutcome> rule) {
        this.code = code;
        this.title = title;
        this.rule = rule;
    }

    @Override
    public RejectionCode code() {
        return code;
    }

    @Override
    public String title() {
        return title;
    }

    @Override
    public CheckOutcome judge(AssertionFacts facts) {
        return rule.apply(facts);
    }
}
