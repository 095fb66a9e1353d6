package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.oauth.PlainText;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.CheckOutcome;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.PolicyRejection;
import dev.countersign.core.rejection.Rejection;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.Conditions;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import dev.countersign.server.insight.rehearsal.Judgement.Refused;
import dev.countersign.server.registry.change.IssuerDraft;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The checks of a draft whose input the audit keeps, at least in part: conditions on the subject, the subject of the
 * access token, and the scopes. Each is asked about a request that passed it, and returns the result if that is another
 * one.
 */
final class DraftGrants {
    private static final Set<String> KEPT_CLAIMS = Set.of("iss", "sub");

    private final IssuerDraft draft;
    private final TrustedIssuer issuer;
    private final Map<String, Conditions> conditions = new LinkedHashMap<>();

    DraftGrants(IssuerDraft draft) {
        this.draft = draft;
        this.issuer = draft.issuer();
        issuer.grants()
                .conditions()
                .forEach(expression -> conditions.put(expression, Conditions.of(List.of(expression))));
    }

    /** The conditions that the issuer did not have. One that fails decides, whatever the others are. */
    Optional<Judgement> conditions(RecordedRequest request, TrustedIssuer then) {
        boolean allKnown = true;
        for (var condition : conditions.entrySet()) {
            if (then.grants().conditions().contains(condition.getKey())) {
                continue;
            }
            Optional<CheckOutcome> outcome = judge(condition.getValue(), request);
            if (outcome.isPresent() && outcome.get() instanceof CheckOutcome.Failed(Rejection rejection)) {
                return Optional.of(Refused.by(rejection));
            }
            allKnown &= outcome.isPresent();
        }
        return allKnown ? Optional.empty() : Optional.of(Aspect.CONDITIONS.unknown());
    }

    /** Empty for a condition on claims that are not kept. */
    private Optional<CheckOutcome> judge(Conditions condition, RecordedRequest request) {
        return condition.readNoClaimsBut(KEPT_CLAIMS)
                ? request.issuerSubject()
                        .map(sub -> condition
                                .judge(Map.of("iss", issuer.issuer().value(), "sub", sub))
                                .getFirst())
                : Optional.empty();
    }

    /** The subject of the access token, which must have no other owner. */
    Optional<Judgement> subject(RecordedRequest request, TrustedIssuer then) {
        Optional<String> subject = mapped(request, then);
        if (subject.filter(PlainText::isIdentifier).isEmpty()) {
            return Optional.of(Aspect.SUBJECT.unknown());
        }
        return draft.snapshot()
                .otherOwner(subject.get(), issuer)
                .map(owner -> Refused.by(new PolicyRejection.SubjectOfAnother(subject.get(), owner)));
    }

    private Optional<String> mapped(RecordedRequest request, TrustedIssuer then) {
        return switch (issuer.grants().subject()) {
            case SubjectMapping.IssuerScoped _ -> request.issuerSubject().map(sub -> issuer.name() + ":" + sub);
            case SubjectMapping.AsIs _ -> request.issuerSubject();
            case SubjectMapping.FromClaim(String claim) when claim.equals("sub") -> request.issuerSubject();
            case SubjectMapping.FromClaim from ->
                from.equals(then.grants().subject()) ? request.subject() : Optional.empty();
        };
    }

    /**
     * The scopes of the access token. Fewer are granted by a lower ceiling; a higher one could add scopes of another API
     * resource, so that the request would be refused.
     */
    Optional<Judgement> scopes(RecordedRequest request, TrustedIssuer then) {
        var claim = issuer.grants().scopeClaim();
        boolean sameClaim = claim.equals(then.grants().scopeClaim());
        if (claim.isPresent() && !sameClaim) {
            return Optional.of(Aspect.SCOPES.unknown());
        }
        if (request.scopes().isEmpty()) {
            return Optional.empty();
        }
        Optional<ScopeSet> before = then.grants().scopes();
        Optional<ScopeSet> after = issuer.grants().scopes();
        boolean lower = sameClaim
                && after.isPresent()
                && before.map(limit -> limit.containsAll(after.get())).orElse(true);
        ScopeSet kept = after.map(request.scopes()::intersect).orElse(request.scopes());
        if (lower) {
            return kept.isEmpty() ? Optional.of(refused(after.get(), request.scopes())) : Optional.empty();
        }
        return !kept.isEmpty() && mayAllBeTogether(request, after)
                ? Optional.empty()
                : Optional.of(Aspect.SCOPES.unknown());
    }

    private static Judgement refused(ScopeSet ceiling, ScopeSet granted) {
        return new Refused(
                RejectionCode.POLICY_SCOPE_NOT_ALLOWED.value(),
                new Evidence("a scope of the issuer's: " + ceiling, "the granted scopes were: " + granted, ""));
    }

    /** Whether the scopes that the application could get belong to one API resource, or to none. */
    private boolean mayAllBeTogether(RecordedRequest request, Optional<ScopeSet> ceiling) {
        return request.event()
                .application()
                .flatMap(draft.snapshot()::clientNamed)
                .map(RegisteredClient::access)
                .map(access -> ceiling.map(access.scopes()::intersect).orElse(access.scopes()))
                .filter(scopes -> scopes.tokens().stream()
                                .map(draft.snapshot()::knowing)
                                .filter(owners -> !owners.isEmpty())
                                .distinct()
                                .count()
                        <= 1)
                .isPresent();
    }

    /** Whether a request that was refused by any check is refused by one of these. */
    boolean certainlyRefuse(RecordedRequest request, TrustedIssuer then, PolicyComparison comparison) {
        return request.presentsAssertion()
                && !comparison.of(Aspect.CONDITIONS, request).keepsAccepted()
                && conditions(request, then).filter(Refused.class::isInstance).isPresent();
    }
}
