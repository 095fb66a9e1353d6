package dev.countersign.server.management;

import dev.countersign.core.trust.Conditions;
import dev.countersign.core.trust.TenantConstraints;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.preset.Presets;
import dev.countersign.server.preset.SharedIssuer;
import java.util.List;
import java.util.Optional;

/** The rule that trust in an issuer that many tenants share names the tenant, whichever way it was written down. */
final class TenantPinning {
    private static final String CODE = "claim_not_pinned";

    private TenantPinning() {}

    /**
     * Notes when an issuer is shared and no condition names the tenant.
     *
     * @param before the issuer as it was; one that older versions let in can still be changed otherwise, or disabled
     */
    static void check(
            TrustedIssuer issuer, Optional<TrustedIssuer> before, List<Problem> problems, List<Problem> warnings) {
        Optional<SharedIssuer> shared = unpinned(issuer);
        if (shared.isEmpty()) {
            return;
        }
        if (issuer.allowAnyTenant()) {
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

    private static String detail(SharedIssuer shared) {
        return "%s Add a condition on %s, such as %s; or set allow_any_tenant to true."
                .formatted(shared.reason(), String.join(" or ", shared.claims()), shared.example());
    }

    /** What is known of the shared issuer, if no condition names the tenant. */
    private static Optional<SharedIssuer> unpinned(TrustedIssuer issuer) {
        return Presets.sharedIssuer(issuer.issuer().value())
                .filter(shared -> issuer.conditions().stream()
                        .noneMatch(condition -> TenantConstraints.isPinned(condition, shared.names())));
    }

    private static boolean wasSoBefore(TrustedIssuer before, TrustedIssuer after) {
        return !before.allowAnyTenant()
                && before.issuer().equals(after.issuer())
                && before.conditions().equals(after.conditions())
                && (before.enabled() || !after.enabled());
    }

    /** Whether all conditions can be judged. */
    static boolean canJudge(List<String> conditions) {
        return conditions.stream()
                .allMatch(condition -> Conditions.problem(condition).isEmpty());
    }
}
