package dev.countersign.core.rejection;

import java.util.function.Function;

/**
 * One named rule of a token request; the request and its explanation use the same rules in the same order.
 *
 * @param <F> the input of the rule
 * @param code the code of the refusal of the check, or the first of them
 * @param title the condition that the check verifies, in one sentence without a full stop
 * @param rule the check itself; it never throws for any request
 */
public record NamedCheck<F>(RejectionCode code, String title, Function<F, CheckOutcome> rule) {

    /** The outcome for these facts. */
    public CheckOutcome judge(F facts) {
        return rule.apply(facts);
    }
}
