package dev.countersign.server.insight.rehearsal;

import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The aspects on which each refusal depends: without a looser one, the refused request would be refused again. */
final class RefusedChecks {
    private static final Pattern SECONDS = Pattern.compile("([0-9]{1,12}) s");
    private static final Map<RejectionCode, Set<Aspect>> ASPECTS = aspects();

    private RefusedChecks() {}

    private static Map<RejectionCode, Set<Aspect>> aspects() {
        Map<RejectionCode, Set<Aspect>> aspects = new EnumMap<>(RejectionCode.class);
        put(aspects, Set.of(), "issuer.not_allowed_for_client", "issuer.is_ourselves", "store.unavailable");
        put(
                aspects,
                Set.of(),
                "server.overloaded",
                "signing.unavailable",
                "policy.subject_blocked",
                "policy.actor_not_allowed");
        put(aspects, Set.of(), "assertion.malformed", "assertion.encrypted", "assertion.critical_header");
        put(aspects, Set.of(Aspect.EXCHANGE), "issuer.unknown");
        put(aspects, Set.of(Aspect.ALGORITHMS), "assertion.algorithm_not_allowed");
        put(aspects, Set.of(Aspect.TYPES, Aspect.ID_JAG), "assertion.type_not_allowed");
        put(aspects, Set.of(Aspect.KEYS), "issuer.keys_unavailable", "assertion.key_not_found");
        put(aspects, Set.of(Aspect.KEYS), "assertion.key_unusable", "assertion.signature_invalid");
        put(aspects, Set.of(Aspect.AUDIENCES, Aspect.ID_JAG), "assertion.audience_mismatch");
        put(aspects, Set.of(Aspect.SKEW, Aspect.BOUND), "assertion.expired");
        put(aspects, Set.of(Aspect.SKEW), "assertion.not_yet_valid", "assertion.issued_in_future");
        put(aspects, Set.of(Aspect.SKEW, Aspect.AGE), "assertion.too_old");
        put(aspects, Set.of(Aspect.LIFETIME), "assertion.lifetime_too_long");
        put(aspects, Set.of(Aspect.ISSUED_AT_REQUIRED, Aspect.ID_JAG), "assertion.claim_missing");
        put(aspects, Set.of(Aspect.ID_JAG), "assertion.claim_malformed", "assertion.claim_not_allowed");
        put(aspects, Set.of(Aspect.ID_JAG), "assertion.client_mismatch", "dpop.key_mismatch");
        put(aspects, Set.of(Aspect.ID_JAG), "request.authorization_details_unsupported");
        put(aspects, Set.of(Aspect.ID_JAG), "policy.resource_not_allowed");
        put(aspects, Set.of(Aspect.JWT_ID, Aspect.ID_JAG), "assertion.jti_missing");
        put(aspects, Set.of(Aspect.REUSE, Aspect.ID_JAG), "assertion.replayed");
        put(aspects, Set.of(Aspect.CONDITIONS), "policy.condition_failed");
        put(aspects, Set.of(Aspect.SUBJECT), "policy.subject_not_mapped");
        put(aspects, Set.of(Aspect.SCOPES, Aspect.ID_JAG), "policy.scope_not_allowed");
        return aspects;
    }

    private static void put(Map<RejectionCode, Set<Aspect>> aspects, Set<Aspect> of, String... codes) {
        for (String code : codes) {
            aspects.put(code(code).orElseThrow(), of);
        }
    }

    private static Optional<RejectionCode> code(String value) {
        return EnumSet.allOf(RejectionCode.class).stream()
                .filter(code -> code.value().equals(value))
                .findFirst();
    }

    /** Whether the check that refused the request refuses it by the draft, too. */
    static boolean failAgain(RecordedRequest request, PolicyComparison comparison, TrustedIssuer draft) {
        Optional<RejectionCode> code = code(request.code());
        if (code.isEmpty()) {
            return false;
        }
        Set<Aspect> known = ASPECTS.get(code.get());
        if (known == null) {
            return false;
        }
        var depends = EnumSet.noneOf(Aspect.class);
        depends.addAll(known);
        if (!request.presentsAssertion()) {
            depends.add(Aspect.EXCHANGE);
        }
        return depends.stream()
                        .allMatch(aspect -> comparison.of(aspect, request).keepsRefused())
                || isKnownToFail(code.get(), request, draft);
    }

    /** Compares the value that the check found with the setting of the draft. */
    private static boolean isKnownToFail(RejectionCode code, RecordedRequest request, TrustedIssuer draft) {
        return switch (code) {
            case ASSERTION_ALGORITHM_NOT_ALLOWED ->
                draft.verification().algorithms().stream()
                        .noneMatch(algorithm -> algorithm.value().equals(request.actual()));
            case ASSERTION_LIFETIME_TOO_LONG -> {
                Matcher seconds = SECONDS.matcher(request.actual());
                yield seconds.matches()
                        && Long.parseLong(seconds.group(1))
                                > draft.verification().maxLifetime().toSeconds();
            }
            case POLICY_CONDITION_FAILED ->
                draft.grants().conditions().stream().anyMatch(condition -> isShownAs(condition, request.expected()));
            default -> false;
        };
    }

    /** Whether the evidence shows the whole condition. */
    private static boolean isShownAs(String condition, String shown) {
        return !shown.endsWith("…")
                && new Evidence(condition, "", "").expected().equals(shown);
    }
}
