package dev.countersign.server.registry.kind;

import dev.countersign.core.trust.Conditions;
import dev.countersign.core.trust.TenantConstraints;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.preset.Presets;
import dev.countersign.server.preset.SharedIssuer;
import java.util.List;
import java.util.Optional;

/** Rule that trust in an issuer shared by many tenants must name the tenant, in any of the possible ways. */
final class TenantPinning {
    private static final String CODE = "claim_not_pinned";

    private TenantPinning() {}

    /**
     * Reports a shared issuer without a condition that names the tenant.
     *
     * @param before the current issuer; one accepted by older versions can still be changed otherwise, or disabled
     */
    static void check(
            TrustedIssuer issuer, Optional<TrustedIssuer> before, List<Problem> problems, List<Problem> warnings) {
        Optional<SharedIssuer> shared = unpinned(issuer);
        if (shared.isEmpty()) {
            return;
        }
        if (issuer.registration().allowAnyTenant()) {
            warnings.add(new Problem(
                    "/allow_any_tenant",
                    "any_tenant",
                    "%s No condition names the tenant, so anyone with an account at this service is trusted."
                            .formatted(shared.get().reason())));
        } else {
            (before.filter(earlier -> wasSoBefore(earlier, issuer)).isPresent() ? warnings : problems)
                    .add(new Problem("/conditions", CODE, detail(shared.get())));
        }
    }

    /**
     * Reports an issuer of a preset for workloads that accepts requests without client credentials and is limited to no
     * subject and no tenant.
     */
    static void checkWithoutCredentials(
            TrustedIssuer issuer, SharedIssuer limit, Optional<TrustedIssuer> before, List<Problem> problems) {
        boolean pinned = issuer.grants().conditions().stream()
                .anyMatch(condition -> TenantConstraints.isPinned(condition, limit.names()));
        boolean wasSo = before.filter(earlier -> earlier.clients().optional()
                        && earlier.grants().conditions().equals(issuer.grants().conditions()))
                .isPresent();
        if (issuer.clients().optional() && !pinned && !issuer.registration().allowAnyTenant() && !wasSo) {
            problems.add(new Problem(
                    "/conditions",
                    CODE,
                    "Without client credentials, whoever holds a token has the access. " + detail(limit)));
        }
    }

    private static String detail(SharedIssuer shared) {
        return "%s Add a condition on %s, such as %s; or set allow_any_tenant to true."
                .formatted(shared.reason(), String.join(" or ", shared.claims()), shared.example());
    }

    /** The shared issuer, if no condition names the tenant. */
    private static Optional<SharedIssuer> unpinned(TrustedIssuer issuer) {
        return Presets.sharedIssuer(issuer.issuer().value())
                .filter(shared -> issuer.grants().conditions().stream()
                        .noneMatch(condition -> TenantConstraints.isPinned(condition, shared.names())));
    }

    private static boolean wasSoBefore(TrustedIssuer before, TrustedIssuer after) {
        return !before.registration().allowAnyTenant()
                && before.issuer().equals(after.issuer())
                && before.grants().conditions().equals(after.grants().conditions())
                && (before.enabled() || !after.enabled());
    }

    /** Whether all conditions can be evaluated. */
    static boolean canJudge(List<String> conditions) {
        return conditions.stream()
                .allMatch(condition -> Conditions.problem(condition).isEmpty());
    }
}
