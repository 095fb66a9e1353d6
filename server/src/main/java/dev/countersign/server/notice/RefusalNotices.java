package dev.countersign.server.notice;

import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExchangeCounts.CodeCount;
import dev.countersign.server.insight.ExchangeCounts.Span;
import dev.countersign.server.insight.RefusalTrend;
import dev.countersign.server.notice.CurrentNotice.Severity;
import dev.countersign.server.notice.CurrentNotice.Target;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Notices of refusals: those of an issuer that rise, and assertions that are presented again. */
record RefusalNotices(TrustConfiguration configuration, ExchangeCounts counts) implements NoticeSource {
    /** Assertions presented again in an hour, from which they are reported. */
    static final long FEWEST_REPLAYS = 10;

    @Override
    public Stream<CurrentNotice> notices(Instant now) {
        return Stream.concat(rising(), replays().stream());
    }

    private Stream<CurrentNotice> rising() {
        List<TrustedIssuer> issuers =
                configuration.issuers().stream().filter(TrustedIssuer::enabled).toList();
        Map<IssuerId, RefusalTrend> trends =
                counts.refusalTrends(issuers.stream().map(TrustedIssuer::id).toList());
        return issuers.stream()
                .flatMap(issuer -> Optional.ofNullable(trends.get(issuer.id()))
                        .filter(trend -> trend.isRising(issuer.createdAt()))
                        .map(trend -> notice(issuer, trend))
                        .stream());
    }

    private static CurrentNotice notice(TrustedIssuer issuer, RefusalTrend trend) {
        return new CurrentNotice(
                NoticeKind.REFUSALS_RISING,
                issuer.id().value(),
                Severity.WARNING,
                Optional.of(trend.recentFrom()),
                "%s token requests with assertions of the issuer %s were refused since %s; in the days before, from %s, there were %s in all."
                        .formatted(
                                trend.recent(), issuer.name(), trend.recentFrom(), trend.beforeFrom(), trend.before()),
                "Look up the refused requests in the audit; their codes say what does not match.",
                Target.of(issuer));
    }

    private Optional<CurrentNotice> replays() {
        String code = RejectionCode.ASSERTION_REPLAYED.value();
        return counts.refusals(Span.HOUR, RejectionCode.values().length).stream()
                .filter(counted -> counted.code().equals(code))
                .map(CodeCount::count)
                .filter(count -> count >= FEWEST_REPLAYS)
                .map(RefusalNotices::replays)
                .findFirst();
    }

    private static CurrentNotice replays(long count) {
        return new CurrentNotice(
                NoticeKind.REPLAYS,
                "",
                Severity.WARNING,
                Optional.empty(),
                "%s assertions that had been used already were presented again within an hour.".formatted(count),
                "Look up the refused requests in the audit. A client that repeats requests needs a new assertion for each; an"
                        + " assertion from an unknown address may have been stolen.",
                Target.ORGANIZATION);
    }
}
