package dev.countersign.core.assertion;

import dev.countersign.core.rejection.RejectionCode;

/** One named rule about an assertion; the exchange and its explanation walk the same rules in the same order. */
public interface AssertionCheck {

    /** The code of the refusal this check gives, or the first of them. */
    RejectionCode code();

    /** What holds when the check passes, in one sentence without a full stop. */
    String title();

    /** Judges; never throws for anything an assertion may hold. */
    CheckOutcome judge(AssertionFacts facts);
}
