package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.idjag.IdJagRule;
import dev.countersign.core.idjag.IdJagRule.Acceptance;
import dev.countersign.core.keys.KeySource;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.core.trust.TrustedIssuer.AudienceRule;
import dev.countersign.core.trust.TrustedIssuer.GrantRules;
import dev.countersign.core.trust.TrustedIssuer.IssuedAtRule;
import dev.countersign.core.trust.TrustedIssuer.SubjectMapping;
import dev.countersign.core.trust.TrustedIssuer.Verification;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Comparison of an issuer at the time of a request with a draft of it, by aspects. */
final class PolicyComparison {
    /** The rules that an ID-JAG does not have in common with ordinary assertions. */
    private static final Set<Aspect> NOT_OF_ID_JAGS =
            Set.of(Aspect.TYPES, Aspect.AUDIENCES, Aspect.ISSUED_AT_REQUIRED, Aspect.JWT_ID, Aspect.REUSE);

    private final Map<Aspect, Tendency> tendencies = new EnumMap<>(Aspect.class);
    private final boolean sameAccess;

    PolicyComparison(TrustedIssuer then, TrustedIssuer draft) {
        sameAccess = then.enabled() == draft.enabled()
                && then.issuer().equals(draft.issuer())
                && then.clients().equals(draft.clients());
        Verification before = then.verification();
        Verification after = draft.verification();
        tendencies.put(Aspect.ALGORITHMS, Tendency.ofPermitted(before.algorithms(), after.algorithms()));
        tendencies.put(Aspect.TYPES, types(before.types(), after.types()));
        tendencies.put(Aspect.ID_JAG, idJag(before.idJag(), after.idJag()));
        tendencies.put(Aspect.KEYS, keys(before.keys(), after.keys()));
        tendencies.put(Aspect.AUDIENCES, audiences(then.audience(), draft.audience()));
        tendencies.put(Aspect.SKEW, Tendency.ofLimit(before.clockSkew(), after.clockSkew()));
        tendencies.put(
                Aspect.ISSUED_AT_REQUIRED,
                Tendency.ofRequirement(
                        before.issuedAt().require(), after.issuedAt().require()));
        tendencies.put(Aspect.AGE, age(before.issuedAt(), after.issuedAt()));
        tendencies.put(Aspect.LIFETIME, Tendency.ofLimit(before.maxLifetime(), after.maxLifetime()));
        tendencies.put(
                Aspect.JWT_ID,
                Tendency.ofRequirement(
                        before.replay().requireJti(), after.replay().requireJti()));
        tendencies.put(
                Aspect.REUSE,
                Tendency.ofRequirement(
                        !before.replay().allowReuse(), !after.replay().allowReuse()));
        tendencies.put(
                Aspect.CONDITIONS,
                Tendency.ofRequired(then.grants().conditions(), draft.grants().conditions()));
        tendencies.put(Aspect.SUBJECT, subject(then, draft));
        tendencies.put(Aspect.BOUND, bound(then, draft));
        tendencies.put(Aspect.SCOPES, scopes(then.grants(), draft.grants()));
        tendencies.put(Aspect.EXCHANGE, Tendency.ofValues(then.exchange(), draft.exchange()));
    }

    /** The comparison of one aspect for a request. */
    Tendency of(Aspect aspect, RecordedRequest request) {
        return request.hasProfile() && NOT_OF_ID_JAGS.contains(aspect)
                ? Tendency.SAME
                : tendencies.getOrDefault(aspect, Tendency.OTHER);
    }

    /** Whether every request has the same outcome. */
    boolean isSame() {
        return sameAccess && tendencies.values().stream().allMatch(Tendency.SAME::equals);
    }

    /** An empty list does not accept less than another one, but an absent type and {@code JWT}. */
    private static Tendency types(List<String> before, List<String> after) {
        return before.isEmpty() == after.isEmpty() ? Tendency.ofPermitted(before, after) : Tendency.OTHER;
    }

    /** No assertion with the type of ID-JAGs was accepted while these were off, so that accepted ones are ordinary. */
    private static Tendency idJag(IdJagRule before, IdJagRule after) {
        return before.acceptance() == Acceptance.OFF && after.acceptance() == Acceptance.ACCEPTED
                ? Tendency.LOOSER
                : Tendency.ofValues(before, after);
    }

    /** Every certificate that fits is tried, so that a further one refuses nothing. */
    private static Tendency keys(KeySource before, KeySource after) {
        return before instanceof KeySource.Certificates(var earlier)
                        && after instanceof KeySource.Certificates(var later)
                        && !earlier.equals(later)
                        && later.containsAll(earlier)
                ? Tendency.LOOSER
                : Tendency.ofValues(before, after);
    }

    private static Tendency audiences(AudienceRule before, AudienceRule after) {
        return Tendency.ofPermitted(values(before), values(after))
                .and(Tendency.ofRequirement(before.single(), after.single()));
    }

    private static List<Object> values(AudienceRule rule) {
        var values = new ArrayList<Object>(rule.audiences());
        rule.alias().ifPresent(values::add);
        return values;
    }

    private static Tendency age(IssuedAtRule before, IssuedAtRule after) {
        if (before.validate().equals(after.validate()) && before.validity().equals(after.validity())) {
            return Tendency.SAME;
        }
        if (after.validate().filter(checked -> !checked).isPresent()) {
            return Tendency.LOOSER;
        }
        Optional<Duration> limit = before.validity();
        return before.validate().equals(after.validate())
                        && limit.isPresent()
                        && after.validity().isPresent()
                ? Tendency.ofLimit(limit.get(), after.validity().get())
                : Tendency.OTHER;
    }

    /** A name is a part of issuer-scoped subjects, and no other issuer may name these. */
    private static Tendency subject(TrustedIssuer then, TrustedIssuer draft) {
        SubjectMapping before = then.grants().subject();
        return Tendency.ofValues(before, draft.grants().subject()).and(Tendency.ofValues(then.name(), draft.name()));
    }

    /** Only within the clock skew is an expired assertion accepted. */
    private static Tendency bound(TrustedIssuer then, TrustedIssuer draft) {
        boolean before = then.grants().boundByAssertion();
        boolean after = draft.grants().boundByAssertion();
        return !before && after && then.verification().clockSkew().isZero()
                ? Tendency.SAME
                : Tendency.ofRequirement(before, after);
    }

    private static Tendency scopes(GrantRules before, GrantRules after) {
        return Tendency.ofValues(before.scopes(), after.scopes())
                .and(Tendency.ofValues(before.scopeClaim(), after.scopeClaim()));
    }
}
