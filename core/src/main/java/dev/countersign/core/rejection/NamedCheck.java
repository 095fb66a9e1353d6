package dev.countersign.core.rejection;

import java.util.function.Function;

/**
 * One named rule of a token request; the request and its explanation walk the same rules in the same order.
 *
 * @param <F> the facts that the rule looks at
 * @param code the code of the refusal that the check gives, or the first of them
 * @param title what holds when the check passes, in one sentence without a full stop
 * @param rule the judgement; it never throws, whatever the request holds
 */
public record NamedCheck<F>(RejectionCode code, String title, Function<F, CheckOutcome> rule) {

    /** The outcome for these facts. */
    public CheckOutcome judge(F facts) {
        return rule.apply(facts);
    }
}
