package dev.countersign.core.grant;

import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.RejectionCode;
import java.util.function.Function;

/** The checks of the issuer that an assertion names, in the order in which they are made (RFC 7523 §3 (1)). */
enum IssuerCheck {
    NOT_OURSELVES(RejectionCode.ISSUER_IS_OURSELVES, "The issuer is not this server", IssuerCheck::notOurselves),
    REGISTERED(RejectionCode.ISSUER_UNKNOWN, "The issuer is registered", IssuerCheck::registered),
    ENABLED(RejectionCode.ISSUER_DISABLED, "The issuer is enabled", IssuerCheck::enabled),
    ALLOWED_FOR_CLIENT(
            RejectionCode.ISSUER_NOT_ALLOWED_FOR_CLIENT,
            "The application may use assertions of the issuer",
            IssuerCheck::allowedForClient);

    private final RejectionCode code;
    private final String title;

    @SuppressWarnings("ImmutableEnumChecker") // a reference to a static method without state
    private final Function<IssuerFacts, CheckOutcome> rule;

    IssuerCheck(RejectionCode code, String title, Function<IssuerFacts, CheckOutcome> rule) {
        this.code = code;
        this.title = title;
        this.rule = rule;
    }

    RejectionCode code() {
        return code;
    }

    String title() {
        return title;
    }

    CheckOutcome judge(IssuerFacts facts) {
        return rule.apply(facts);
    }

    /** RFC 8725 §3.12: our own tokens are never assertions. */
    private static CheckOutcome notOurselves(IssuerFacts facts) {
        return facts.named().equals(facts.self().issuer())
                ? new CheckOutcome.Failed(new IssuerRejection.IsOurselves())
                : CheckOutcome.passed(
                        "another issuer than " + facts.self().issuer(),
                        facts.named().value());
    }

    /** Exactly this value: a prefix or another letter case is another issuer (RFC 8725 §3.8). */
    private static CheckOutcome registered(IssuerFacts facts) {
        return facts.policy()
                .map(policy -> CheckOutcome.passed(
                        "a registered issuer", policy.issuer().name() + ": " + facts.named()))
                .orElseGet(() -> new CheckOutcome.Failed(
                        new IssuerRejection.Unknown(facts.named(), facts.trust().nearest(facts.named()))));
    }

    private static CheckOutcome enabled(IssuerFacts facts) {
        return facts.policy()
                .map(policy -> policy.issuer().enabled()
                        ? CheckOutcome.passed(
                                "an enabled issuer", policy.issuer().name() + " is enabled")
                        : new CheckOutcome.Failed(new IssuerRejection.Disabled(
                                policy.issuer().id(), policy.issuer().name())))
                .orElseGet(() -> new CheckOutcome.Skipped("the issuer is not registered"));
    }

    private static CheckOutcome allowedForClient(IssuerFacts facts) {
        if (facts.policy().isEmpty()) {
            return new CheckOutcome.Skipped("the issuer is not registered");
        }
        if (facts.client().isEmpty()) {
            return new CheckOutcome.Skipped("no known application asks");
        }
        TrustedIssuer issuer = facts.policy().get().issuer();
        var notAllowed = new IssuerRejection.NotAllowedForClient(issuer.id(), issuer.name());
        return facts.client().get().mayUseIssuer(issuer.name())
                ? new CheckOutcome.Passed(notAllowed::evidence)
                : new CheckOutcome.Failed(notAllowed);
    }
}
