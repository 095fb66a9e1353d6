package dev.countersign.core.trust;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.IssuerIdentifier;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.IssuerRejection;
import dev.countersign.core.rejection.NamedCheck;
import dev.countersign.core.rejection.RejectionCode;
import java.util.List;
import java.util.Optional;

/** The checks of the issuer named by a JWT, in order (RFC 7523 §3 (1)). */
public final class IssuerChecks {
    /** All checks. */
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
     * The input of the checks of the issuer.
     *
     * @param named the {@code iss} claim
     * @param policy the trusted token issuer registered with exactly this value
     * @param client the requesting application; empty only in an explanation
     */
    public record Facts(
            IssuerIdentifier named,
            Optional<IssuerPolicy> policy,
            Optional<RegisteredClient> client,
            TrustSnapshot trust) {}

    /** RFC 8725 §3.12: this server's own tokens are never assertions. */
    private static CheckOutcome notOurselves(Facts facts) {
        return facts.trust().identity().isOwn(facts.named())
                ? new CheckOutcome.Failed(new IssuerRejection.IsOurselves())
                : CheckOutcome.passed(
                        "another issuer than " + facts.trust().identity().issuer(),
                        facts.named().value());
    }

    /** Compares exactly: a prefix or another letter case is another issuer (RFC 8725 §3.8). */
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
