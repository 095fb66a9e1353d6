package dev.countersign.server.insight;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Counts that a test sets: refusals by code, and trends of issuers. */
public final class FixedCounts implements ExchangeCounts {
    public final Map<String, Long> codes = new LinkedHashMap<>();
    public final Map<IssuerId, RefusalTrend> trends = new LinkedHashMap<>();

    @Override
    public List<Bucket> over(Span span) {
        return List.of();
    }

    @Override
    public List<Bucket> over(Span span, IssuerId issuer) {
        return List.of();
    }

    @Override
    public List<Bucket> over(Span span, ApplicationId application) {
        return List.of();
    }

    @Override
    public List<IssuerCounts> busiestIssuers(Span span, int most) {
        return List.of();
    }

    @Override
    public List<CountSeries> refusalsOver(Span span) {
        return List.of();
    }

    @Override
    public List<CodeCount> refusals(Span span, int most) {
        return codes.entrySet().stream()
                .map(code -> new CodeCount(code.getKey(), code.getValue()))
                .limit(most)
                .toList();
    }

    @Override
    public Map<IssuerId, RefusalTrend> refusalTrends(Collection<IssuerId> issuers) {
        return trends.entrySet().stream()
                .filter(trend -> issuers.contains(trend.getKey()))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    @Override
    public Map<IssuerId, Activity> ofIssuers(Collection<IssuerId> issuers) {
        return issuers.stream().collect(Collectors.toMap(issuer -> issuer, _ -> Activity.NONE));
    }

    @Override
    public Map<ApplicationId, Activity> ofApplications(Collection<ApplicationId> applications) {
        return applications.stream().collect(Collectors.toMap(application -> application, _ -> Activity.NONE));
    }

    @Override
    public Map<ApplicationId, Long> exchangesOf(IssuerId issuer, int days, int most) {
        return Map.of();
    }

    @Override
    public Map<IssuerId, Long> exchangesOf(ApplicationId application, int days, int most) {
        return Map.of();
    }
}
