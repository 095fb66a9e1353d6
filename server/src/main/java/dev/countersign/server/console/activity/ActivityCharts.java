package dev.countersign.server.console.activity;

import dev.countersign.core.client.RegisteredClient;
import dev.countersign.core.trust.TrustedIssuer;
import dev.countersign.server.console.chart.Chart;
import dev.countersign.server.console.form.TimeText;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.ExchangeCounts.Bucket;
import dev.countersign.server.insight.ExchangeCounts.CountSeries;
import dev.countersign.server.insight.ExchangeCounts.Span;
import dev.countersign.server.registry.trust.TrustConfiguration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Factory of the charts above lists of events. Where the counts of token requests answer, they are exact; otherwise the
 * chart is drawn from the newest events that match the filters, and says so.
 */
public record ActivityCharts(
        TrustConfiguration configuration, ExchangeCounts counts, AuditRecords audit, InstantSource clock) {
    static final String OVER = "over";
    static final String BY = "by";

    private static final String OUTCOME = "outcome";
    private static final String CODE = "code";
    private static final String ISSUER = "issuer";
    private static final int MOST_SERIES = 6;

    /** Filters that only events can answer. */
    private static final List<String> OF_EVENTS = List.of("q", OUTCOME, CODE, "subject", "actor", "correlation_id");

    private static final List<Span> SHORT = List.of(Span.HOUR, Span.DAY, Span.WEEK);
    private static final List<Span> LONG = List.of(Span.DAY, Span.MONTH);

    /** Numbers over time, and what they are taken from. */
    private record Counted(Chart chart, String source) {}

    /** The issuer and the application that the filters name. */
    private record Party(Optional<TrustedIssuer> issuer, Optional<RegisteredClient> application, boolean counted) {
        boolean isWhole() {
            return issuer.isEmpty() && application.isEmpty();
        }
    }

    /**
     * The chart of the token requests that match the filters; none where these are about something else.
     *
     * @param path of the page
     * @param links the filters that are in its address
     * @param filters those, and the one that the page implies
     */
    Optional<ActivityChart> of(String path, ActivityFilters links, ActivityFilters filters) {
        boolean ofRequests =
                filters.text("kind").filter(kind -> !kind.equals("token")).isEmpty()
                        && filters.text("actor").isEmpty()
                        && filters.text(OUTCOME).filter("changed"::equals).isEmpty();
        if (!filters.problems().isEmpty() || !ofRequests) {
            return Optional.empty();
        }
        Party party = party(filters);
        List<String> kinds =
                party.isWhole() && party.counted() ? List.of(OUTCOME, CODE, ISSUER) : List.of(OUTCOME, CODE);
        String by = filters.text(BY).filter(kinds::contains).orElse(OUTCOME);
        List<Span> spans = spans(party, by);
        Span span = spans.stream()
                .filter(one -> word(one).equals(filters.text(OVER).orElse("")))
                .findFirst()
                .orElse(Span.DAY);
        EventSample ofList = EventSample.newest(audit, filters);
        Counted counted = counted(party, by, span, filters, ofList);
        Chart chart = filters.from().isEmpty() && filters.to().isEmpty()
                ? counted.chart()
                : counted.chart()
                        .choosing(
                                filters.from().orElse(Instant.MIN), filters.to().orElse(Instant.MAX));
        return Optional.of(new ActivityChart(
                path,
                links,
                chart,
                word(span),
                spans.stream().map(ActivityCharts::word).toList(),
                by,
                kinds,
                counted.source(),
                ofList.durations()));
    }

    private Party party(ActivityFilters filters) {
        Optional<TrustedIssuer> issuer = filters.text(ISSUER).flatMap(configuration::issuerNamed);
        Optional<RegisteredClient> application = filters.text("application").flatMap(configuration::applicationNamed);
        long named = List.of(ISSUER, "application").stream()
                .filter(name -> filters.text(name).isPresent())
                .count();
        long known = issuer.stream().count() + application.stream().count();
        boolean plain = OF_EVENTS.stream().allMatch(name -> filters.text(name).isEmpty());
        return new Party(issuer, application, plain && named == known && named < 2);
    }

    /** The counts of an issuer and of an application have no codes, and are kept by the hour for one day. */
    private static List<Span> spans(Party party, String by) {
        boolean ofParty = by.equals(ISSUER) || (by.equals(OUTCOME) && !party.isWhole());
        return party.counted() && ofParty ? LONG : SHORT;
    }

    private Counted counted(Party party, String by, Span span, ActivityFilters filters, EventSample ofList) {
        if (!party.counted() || (by.equals(CODE) && !party.isWhole())) {
            return sampled(by, span, filters, ofList);
        }
        return switch (by) {
            case CODE ->
                new Counted(
                        Chart.of(counts.over(span), most(counts.refusalsOver(span))),
                        "All refusals with a code. The codes with the most are shown.");
            case ISSUER -> new Counted(byIssuer(span), "All requests. The issuers with the most are shown.");
            default -> new Counted(Chart.ofOutcomes(buckets(party, span)), "All requests.");
        };
    }

    private List<Bucket> buckets(Party party, Span span) {
        return party.issuer()
                .map(issuer -> counts.over(span, issuer.id()))
                .or(() -> party.application().map(application -> counts.over(span, application.id())))
                .orElseGet(() -> counts.over(span));
    }

    private static List<CountSeries> most(List<CountSeries> series) {
        return series.stream()
                .filter(one -> one.total() > 0)
                .sorted(Comparator.comparingLong(CountSeries::total).reversed())
                .limit(MOST_SERIES)
                .toList();
    }

    private Chart byIssuer(Span span) {
        List<CountSeries> series = counts.busiestIssuers(span, MOST_SERIES).stream()
                .flatMap(counted -> configuration.issuer(counted.issuer()).stream()
                        .map(issuer -> new CountSeries(issuer.name(), counted.counts())))
                .toList();
        return Chart.of(counts.over(span), series);
    }

    private Counted sampled(String by, Span span, ActivityFilters filters, EventSample ofList) {
        Instant from = span.from(clock.instant());
        ActivityFilters ofSpan = filters.with("from", from.toString()).with("to", "");
        EventSample sample = ofList;
        if (by.equals(CODE)) {
            sample = EventSample.newest(
                    audit, filters.text(OUTCOME).isEmpty() ? ofSpan.with(OUTCOME, "refused") : ofSpan);
        } else if (filters.from().isPresent() || filters.to().isPresent()) {
            sample = EventSample.newest(audit, ofSpan);
        }
        int size = sample.size();
        List<Bucket> buckets = sample.buckets(from, span);
        return new Counted(
                by.equals(CODE) ? Chart.of(buckets, most(sample.byCode(from, span))) : Chart.ofOutcomes(buckets),
                sample.since()
                        .filter(from::isBefore)
                        .map(since ->
                                "The newest %s matching requests, since %s.".formatted(size, TimeText.exact(since)))
                        .orElse("All matching requests that have an event."));
    }

    private static String word(Span span) {
        return span.name().toLowerCase(Locale.ROOT);
    }
}
