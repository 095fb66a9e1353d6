package dev.countersign.server.console.activity;

import dev.countersign.core.jose.json.Parsed;
import dev.countersign.core.jose.json.StrictJson;
import dev.countersign.server.console.chart.Durations;
import dev.countersign.server.insight.AuditQuery.Stretch;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.insight.AuditRecords;
import dev.countersign.server.insight.AuditSearchResult;
import dev.countersign.server.insight.ExchangeCounts.Bucket;
import dev.countersign.server.insight.ExchangeCounts.CountSeries;
import dev.countersign.server.insight.ExchangeCounts.Span;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The newest events of token requests that match filters: a bounded number, whatever the size of the audit.
 *
 * @param since time back to which the search went, when there may be older ones that match; empty when this is all
 */
record EventSample(List<AuditRecord> events, Optional<Instant> since) {
    private static final int MOST = 500;
    private static final Duration TIME_LIMIT = Duration.ofMillis(8);

    EventSample {
        events = List.copyOf(events);
    }

    static EventSample newest(AuditRecords audit, ActivityFilters filters) {
        AuditSearchResult result =
                audit.search(filters.with("kind", "token").query(Stretch.backFrom(audit.latest()), MOST), TIME_LIMIT);
        return new EventSample(result.found(), result.restBegins());
    }

    int size() {
        return events.size();
    }

    /** The number of events in each interval. */
    List<Bucket> buckets(Instant from, Span span) {
        List<Long> accepted = numbers("accepted", from, span);
        List<Long> refused = numbers("refused", from, span);
        List<Long> faults = numbers("fault", from, span);
        var buckets = new ArrayList<Bucket>();
        for (int i = 0; i < span.parts(); i++) {
            Instant start = from.plus(span.part().multipliedBy(i));
            buckets.add(new Bucket(start, span.part(), accepted.get(i), refused.get(i), faults.get(i)));
        }
        return buckets;
    }

    private List<Long> numbers(String outcome, Instant from, Span span) {
        return numbers(events.stream().filter(event -> event.outcome().equals(outcome)), from, span);
    }

    private static List<Long> numbers(Stream<AuditRecord> events, Instant from, Span span) {
        var numbers = new ArrayList<Long>();
        for (int i = 0; i < span.parts(); i++) {
            numbers.add(0L);
        }
        events.filter(event -> !event.at().isBefore(from)).forEach(event -> {
            long part = Duration.between(from, event.at()).dividedBy(span.part());
            int place = Math.clamp(part, 0, span.parts() - 1);
            numbers.set(place, numbers.get(place) + 1);
        });
        return numbers;
    }

    /** The number of refusals with each code in each interval. */
    List<CountSeries> byCode(Instant from, Span span) {
        Map<String, List<AuditRecord>> byCode = new TreeMap<>();
        events.forEach(event -> event.code()
                .ifPresent(code ->
                        byCode.computeIfAbsent(code, _ -> new ArrayList<>()).add(event)));
        return byCode.entrySet().stream()
                .map(entry -> new CountSeries(entry.getKey(), numbers(entry.getValue().stream(), from, span)))
                .toList();
    }

    /** The time that these requests took in the server. */
    Optional<Durations> durations() {
        List<Duration> durations =
                events.stream().flatMap(event -> duration(event).stream()).toList();
        return durations.isEmpty() ? Optional.empty() : Optional.of(Durations.of(durations));
    }

    private static Optional<Duration> duration(AuditRecord event) {
        return StrictJson.readObject(event.detail().getBytes(StandardCharsets.UTF_8))
                                instanceof Parsed.Read(Map<String, Object> members)
                        && members.get("duration_us") instanceof Number micros
                ? Optional.of(Duration.ofNanos(micros.longValue() * 1000))
                : Optional.empty();
    }
}
