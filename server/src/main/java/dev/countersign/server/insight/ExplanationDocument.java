package dev.countersign.server.insight;

import dev.countersign.core.explain.CheckReport;
import dev.countersign.core.explain.Explanation;
import dev.countersign.core.explain.Explanation.ExpectedGrant;
import dev.countersign.core.oauth.Audience;
import dev.countersign.core.oauth.ScopeSet;
import dev.countersign.core.rejection.Evidence;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.registry.field.JsonValues;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** An explanation as JSON. */
public final class ExplanationDocument {
    private ExplanationDocument() {}

    /** The explanation with all checks, in the order of the exchange. */
    public static Map<String, Object> of(Explanation explanation) {
        var document = new LinkedHashMap<String, Object>();
        document.put("outcome", explanation.code().isPresent() ? "refused" : "accepted");
        document.put("code", JsonValues.orNull(explanation.code().map(RejectionCode::value)));
        document.put("issuer", JsonValues.orNull(explanation.issuer()));
        document.put("application", JsonValues.orNull(explanation.application()));
        explanation.profile().ifPresent(profile -> document.put("grant_profile", profile.value()));
        document.put("judged_at", explanation.judgedAt().toString());
        document.put(
                "checks",
                explanation.checks().stream().map(ExplanationDocument::check).toList());
        document.put("grant", JsonValues.orNull(explanation.grant().map(ExplanationDocument::grant)));
        explanation
                .grant()
                .map(ExpectedGrant::claimsNotFound)
                .filter(names -> !names.isEmpty())
                .ifPresent(names -> document.put("claims_not_found", names));
        return document;
    }

    private static Map<String, Object> check(CheckReport report) {
        var check = new LinkedHashMap<String, Object>();
        check.put("code", report.code().value());
        check.put("title", report.title());
        check.put("status", report.status().name().toLowerCase(Locale.ROOT));
        check.put("expected", JsonValues.orNull(report.evidence().map(Evidence::expected)));
        check.put("actual", JsonValues.orNull(report.evidence().map(Evidence::actual)));
        check.put("hint", JsonValues.orNull(report.note()));
        return check;
    }

    /** Members that depend on an application are null when none was named. */
    private static Map<String, Object> grant(ExpectedGrant peeked) {
        var grant = new LinkedHashMap<String, Object>();
        grant.put("subject", peeked.subject());
        grant.put("scope", JsonValues.orNull(peeked.scopes().map(ScopeSet::toString)));
        grant.put("audience", JsonValues.orNull(peeked.audiences().map(ExplanationDocument::texts)));
        grant.put("claims", peeked.claims());
        grant.put("expires_in", JsonValues.orNull(peeked.expiresIn().map(Duration::toSeconds)));
        return grant;
    }

    private static List<String> texts(List<Audience> audiences) {
        return audiences.stream().map(Audience::value).toList();
    }
}
