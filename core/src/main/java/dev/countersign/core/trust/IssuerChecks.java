package dev.countersign.core.trust;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.RejectionCode;
import java.util.List;
import java.util.Optional;

/** The checks of the issuer that a JWT names, in the order in which they are made (RFC 7523 §3 (1)). */
public final class IssuerChecks {
    /** All of them. */
    public static final List<NamedCheck<Facts>> ALL = List.of(
            new NamedCheck<>(
                    RejectionCode.ISSUER_IS_OURSELVES, "The issuer is not this server", IssuerChecks::notOurselves),
            new NamedCheck<>(RejectionCode.ISSUER_UNKNOWN, "The issuer is registered", IssuerChecks::registered),
            new NamedCheck<>(RejectionCode.ISSUER_DISABLED, "The issuer is enabled", IssuerChecks::enabled),
            new NamedCheck<>(
                    RejectionCode.ISSUER_NOT_ALLOWED_FOR_CLIENT,
                    "The application may use assertions of the issuer",
                    IssuerChecks::allowedForClient));

    private IssuerChecks() {}

    /**
     * The facts that a check of the issuer looks at.
     *
     * @param named the {@code iss} claim
     * @param policy the trusted token issuer that is registered for exactly this value
     * @param client the application that asks; empty only in an explanation
     */
    public record Facts(
            IssuerIdentifier named,
            Optional<IssuerPolicy> policy,
            Optional<RegisteredClient> client,
            TrustSnapshot trust) {}

    /** RFC 8725 §3.12: our own tokens are never assertions. */
    private static CheckOutcome notOurselves(Facts facts) {
        return facts.named().equals(facts.trust().identity().issuer())
                ? new CheckOutcome.Failed(new IssuerRejection.IsOurselves())
                : CheckOutcome.passed(
                        "another issuer than " + facts.trust().identity().issuer(),
                        facts.named().value());
    }

    /** Exactly this value: a prefix or another letter case is another issuer (RFC 8725 §3.8). */
    private static CheckOutcome registered(Facts facts) {
        return facts.policy()
                .map(policy -> CheckOutcome.passed(
                        "a registered issuer", policy.issuer().name() + ": " + facts.named()))
                .orElseGet(() -> new CheckOutcome.Failed(
                        new IssuerRejection.Unknown(facts.named(), facts.trust().nearest(facts.named()))));
    }

    private static CheckOutcome enabled(Facts facts) {
        return facts.policy()
                .map(policy -> policy.issuer().enabled()
                        ? CheckOutcome.passed(
                                "an enabled issuer", policy.issuer().name() + " is enabled")
                        : new CheckOutcome.Failed(new IssuerRejection.Disabled(
                                policy.issuer().id(), policy.issuer().name())))
                .orElseGet(() -> new CheckOutcome.Skipped("the issuer is not registered"));
    }

    private static CheckOutcome allowedForClient(Facts facts) {
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
