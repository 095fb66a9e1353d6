package dev.countersign.core.jwt;

import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.RejectionCode;
import java.util.List;
import java.util.function.Function;

/**
 * The checks of the claims, in the order in which they are made; all of them come after the signature, so that a caller
 * without the signer's key learns nothing about them.
 */
public final class ClaimChecks {
    public static final NamedCheck<JwtFacts> OF_THIS_KIND = check(
            RejectionCode.ASSERTION_CLAIM_NOT_ALLOWED,
            "The assertion has no claim of another kind of token",
            SubjectAndAudienceRules::ofThisKind);
    public static final NamedCheck<JwtFacts> SUBJECT_PRESENT = check(
            RejectionCode.ASSERTION_CLAIM_MISSING, "The assertion names a subject", SubjectAndAudienceRules::subject);
    public static final NamedCheck<JwtFacts> AUDIENCE_IS_US = check(
            RejectionCode.ASSERTION_AUDIENCE_MISMATCH,
            "The assertion is meant for this server",
            SubjectAndAudienceRules::audience);
    public static final NamedCheck<JwtFacts> EXPIRY_PRESENT =
            check(RejectionCode.ASSERTION_CLAIM_MISSING, "The assertion has an expiry", TimeRules::expiryPresent);
    public static final NamedCheck<JwtFacts> NOT_EXPIRED =
            check(RejectionCode.ASSERTION_EXPIRED, "The assertion has not expired", TimeRules::notExpired);
    public static final NamedCheck<JwtFacts> ALREADY_VALID =
            check(RejectionCode.ASSERTION_NOT_YET_VALID, "The assertion is already valid", TimeRules::alreadyValid);
    public static final NamedCheck<JwtFacts> ISSUED_AT_PRESENT = check(
            RejectionCode.ASSERTION_CLAIM_MISSING,
            "The assertion says when it was issued where that is required",
            TimeRules::issuedAtPresent);
    public static final NamedCheck<JwtFacts> NOT_FROM_THE_FUTURE = check(
            RejectionCode.ASSERTION_ISSUED_IN_FUTURE,
            "The assertion was issued in the past",
            TimeRules::notFromTheFuture);
    public static final NamedCheck<JwtFacts> FRESH =
            check(RejectionCode.ASSERTION_TOO_OLD, "The assertion was issued recently", TimeRules::fresh);
    public static final NamedCheck<JwtFacts> TIMES_AGREE = check(
            RejectionCode.ASSERTION_CLAIM_MALFORMED,
            "The assertion is issued and valid before it expires",
            TimeRules::agree);
    public static final NamedCheck<JwtFacts> SHORT_LIVED = check(
            RejectionCode.ASSERTION_LIFETIME_TOO_LONG,
            "The assertion is not valid for too long",
            TimeRules::shortLived);
    public static final NamedCheck<JwtFacts> IDENTIFIED = check(
            RejectionCode.ASSERTION_JTI_MISSING,
            "The assertion has an identifier where one is required",
            SubjectAndAudienceRules::identified);

    /** All of them. */
    public static final List<NamedCheck<JwtFacts>> ALL = List.of(
            OF_THIS_KIND,
            SUBJECT_PRESENT,
            AUDIENCE_IS_US,
            EXPIRY_PRESENT,
            NOT_EXPIRED,
            ALREADY_VALID,
            ISSUED_AT_PRESENT,
            NOT_FROM_THE_FUTURE,
            FRESH,
            TIMES_AGREE,
            SHORT_LIVED,
            IDENTIFIED);

    private ClaimChecks() {}

    private static NamedCheck<JwtFacts> check(RejectionCode code, String title, Function<JwtFacts, CheckOutcome> rule) {
        return new NamedCheck<>(code, title, rule);
    }
}
