package dev.countersign.core.grant;

import dev.countersign.core.assertion.AssertionCheck;
import dev.countersign.core.assertion.AssertionFacts;
import dev.countersign.core.assertion.AssertionVerifier;
import dev.countersign.core.assertion.CheckOutcome;
import dev.countersign.core.assertion.ClaimCheck;
import dev.countersign.core.assertion.HeaderCheck;
import dev.countersign.core.assertion.IssuedAtDefaults;
import dev.countersign.core.assertion.ServerIdentity;
import dev.countersign.core.assertion.UnverifiedAssertion;
import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.grant.Explanation.ForeseenGrant;
import dev.countersign.core.grant.TokenLedger.ReplayKey;
import dev.countersign.core.issuer.TrustedIssuer;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.policy.Decisions;
import dev.countersign.core.policy.IssuerPolicy;
import dev.countersign.core.policy.PolicyCheck;
import dev.countersign.core.policy.PolicyFacts;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.rejection.Ruling;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The dry run of the JWT bearer grant, for administrators: the checks of the exchange in its order, each of them judged
 * that can be, although an earlier one failed. Nothing is redeemed, issued, recorded or counted; an issuer may be asked
 * for its keys, as for an exchange.
 */
public final class Explainer {
    private static final String WELL_FORMED = "The assertion is one signed JWT, strictly formed";
    private static final String NAMES_ISSUER = "The assertion names its issuer";
    private static final String NOT_REDEEMED = "The assertion was not redeemed before";
    private static final String UNREADABLE = "the assertion cannot be read";
    private static final String NO_ISSUER = "the issuer is not known";

    private final ServerIdentity self;
    private final IssuedAtDefaults issuedAtDefaults;
    private final AssertionVerifier verifier;
    private final TrustRegistry registry;
    private final TokenLedger ledger;
    private final InstantSource clock;

    public Explainer(ServerIdentity self, IssuedAtDefaults issuedAtDefaults, TokenEndpoint.Ports ports) {
        this.self = self;
        this.issuedAtDefaults = issuedAtDefaults;
        this.verifier = new AssertionVerifier(ports.issuerKeys());
        this.registry = ports.registry();
        this.ledger = ports.ledger();
        this.clock = ports.clock();
    }

    /** What the exchange would do with this request now. */
    public Explanation explain(ExplainRequest request) {
        TrustSnapshot trust = registry.current();
        Instant now = clock.instant();
        var findings = new Findings();
        var dryRun = DryRunRequest.judge(request, trust, now, findings);
        Optional<UnverifiedAssertion> assertion = read(request.assertion(), findings);
        Optional<IssuerPolicy> policy = assertion.flatMap(read -> resolve(read, dryRun.client(), trust, findings));
        Optional<Decisions> decisions = assertion.isPresent() && policy.isPresent()
                ? Optional.of(judge(assertion.get(), policy.get(), dryRun, trust, now, findings))
                : skipRest(assertion, findings);
        return new Explanation(
                now,
                findings.code(),
                findings.reports(),
                policy.map(known -> known.issuer().name()),
                dryRun.client().map(RegisteredClient::name),
                findings.code().isPresent()
                        ? Optional.empty()
                        : decisions.map(made -> grant(
                                made,
                                Decisions.notFound(
                                        assertion.orElseThrow().asserted().values(),
                                        policy.orElseThrow().issuer()),
                                now)));
    }

    /** RFC 7523 §3 (9) and (1): the text is one signed JWT and names an issuer. */
    private static Optional<UnverifiedAssertion> read(String text, Findings findings) {
        if (text.isEmpty()) {
            findings.skip(RejectionCode.ASSERTION_MALFORMED, WELL_FORMED, "there is no assertion");
            findings.skip(RejectionCode.ASSERTION_CLAIM_MISSING, NAMES_ISSUER, "there is no assertion");
            return Optional.empty();
        }
        return switch (UnverifiedAssertion.read(text)) {
            case Ruling.Granted<UnverifiedAssertion>(UnverifiedAssertion read) -> {
                wellFormed(
                        findings,
                        CheckOutcome.passed("the claim iss", read.issuer().value()));
                yield Optional.of(read);
            }
            case Ruling.Refused<UnverifiedAssertion>(Rejection rejection) -> {
                if (isAboutIssuer(rejection.code())) {
                    wellFormed(findings, new CheckOutcome.Failed(rejection));
                } else {
                    findings.note(RejectionCode.ASSERTION_MALFORMED, WELL_FORMED, new CheckOutcome.Failed(rejection));
                    findings.skip(RejectionCode.ASSERTION_CLAIM_MISSING, NAMES_ISSUER, UNREADABLE);
                }
                yield Optional.empty();
            }
        };
    }

    private static void wellFormed(Findings findings, CheckOutcome issuer) {
        findings.note(
                RejectionCode.ASSERTION_MALFORMED,
                WELL_FORMED,
                CheckOutcome.passed("one signed JWT in compact serialization", "it is one"));
        findings.note(RejectionCode.ASSERTION_CLAIM_MISSING, NAMES_ISSUER, issuer);
    }

    private static boolean isAboutIssuer(RejectionCode code) {
        return code == RejectionCode.ASSERTION_CLAIM_MISSING || code == RejectionCode.ASSERTION_CLAIM_MALFORMED;
    }

    private Optional<IssuerPolicy> resolve(
            UnverifiedAssertion assertion, Optional<RegisteredClient> client, TrustSnapshot trust, Findings findings) {
        Optional<IssuerPolicy> policy = trust.issuer(assertion.issuer());
        var facts = new IssuerFacts(assertion.issuer(), policy, client, self, trust);
        for (IssuerCheck check : IssuerCheck.values()) {
            findings.note(check.code(), check.title(), check.judge(facts));
        }
        return policy;
    }

    private Decisions judge(
            UnverifiedAssertion assertion,
            IssuerPolicy policy,
            DryRunRequest dryRun,
            TrustSnapshot trust,
            Instant now,
            Findings findings) {
        var facts = new AssertionFacts(assertion, policy.issuer(), self, issuedAtDefaults, now);
        note(List.of(HeaderCheck.values()), facts, findings);
        signature(facts, findings);
        note(List.of(ClaimCheck.values()), facts, findings);
        var decisions = Decisions.of(new PolicyFacts(
                assertion.asserted(), policy, dryRun.client(), dryRun.access(), self, trust, trust, now));
        for (PolicyCheck check : PolicyCheck.values()) {
            List<CheckOutcome> outcomes = check.outcomes(decisions);
            outcomes.forEach(outcome -> findings.note(check.code(), check.title(), outcome));
            if (outcomes.isEmpty()) {
                findings.skip(check.code(), check.title(), "the issuer has no condition");
            }
        }
        replay(assertion, policy.issuer(), findings);
        return decisions;
    }

    private static void note(List<? extends AssertionCheck> checks, AssertionFacts facts, Findings findings) {
        checks.forEach(check -> findings.note(check.code(), check.title(), check.judge(facts)));
    }

    /** An algorithm that the issuer may not use is tried all the same: the administrator may be about to allow it. */
    private void signature(AssertionFacts facts, Findings findings) {
        var header = facts.assertion().header();
        if (Algorithm.of(header.algorithm()).isPresent()) {
            SignatureRows.note(verifier.signature(facts), header.keyId(), findings);
        } else {
            SignatureRows.skip("there is no such algorithm", findings);
        }
    }

    private void replay(UnverifiedAssertion assertion, TrustedIssuer issuer, Findings findings) {
        Optional<Instant> expiry = assertion.asserted().expiry();
        if (expiry.isEmpty()) {
            findings.skip(RejectionCode.ASSERTION_REPLAYED, NOT_REDEEMED, "the assertion has no expiry");
            return;
        }
        ReplayKey key = Replay.key(assertion, expiry.get(), issuer);
        String what = Replay.describe(assertion);
        findings.note(
                RejectionCode.ASSERTION_REPLAYED,
                NOT_REDEEMED,
                Replay.refusal(ledger.peek(Optional.of(key)), () -> what)
                        .<CheckOutcome>map(CheckOutcome.Failed::new)
                        .orElseGet(() -> CheckOutcome.passed(
                                key.reusable()
                                        ? "any assertion: those of this issuer may be re-used"
                                        : "an assertion that was not redeemed before",
                                what)));
    }

    private static Optional<Decisions> skipRest(Optional<UnverifiedAssertion> assertion, Findings findings) {
        String reason = assertion.isPresent() ? NO_ISSUER : UNREADABLE;
        if (assertion.isEmpty()) {
            for (IssuerCheck check : IssuerCheck.values()) {
                findings.skip(check.code(), check.title(), reason);
            }
        }
        for (HeaderCheck check : HeaderCheck.values()) {
            findings.skip(check.code(), check.title(), reason);
        }
        SignatureRows.skip(reason, findings);
        for (ClaimCheck check : ClaimCheck.values()) {
            findings.skip(check.code(), check.title(), reason);
        }
        for (PolicyCheck check : PolicyCheck.values()) {
            findings.skip(check.code(), check.title(), reason);
        }
        findings.skip(RejectionCode.ASSERTION_REPLAYED, NOT_REDEEMED, reason);
        return Optional.empty();
    }

    private static ForeseenGrant grant(Decisions decisions, List<String> claimsNotFound, Instant now) {
        return new ForeseenGrant(
                decisions.subject().orElseThrow(),
                decisions.scopes(),
                decisions.audiences(),
                decisions.claims(),
                claimsNotFound,
                decisions.expiresAt().map(at -> Duration.between(now.truncatedTo(ChronoUnit.SECONDS), at)));
    }
}
