package dev.countersign.server.store.audit;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.insight.ExchangeCounts;
import dev.countersign.server.insight.RefusalTrend;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.database.OrganizationStore;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Gatherers;

/**
 * Reader of the counts of token requests. No row covers more than the interval it is read for, so the width of rows
 * need not be considered.
 */
public record CountedExchanges(OrganizationStore store, InstantSource clock) implements ExchangeCounts {
    static final Duration TODAY = Duration.ofHours(24);
    public static final Duration THIRTY_DAYS = Duration.ofDays(30);

    /** Issuers in one statement. */
    private static final int TOGETHER = 200;

    /** Removed parties that may rank above the wanted ones; with more of them, fewer are found. */
    private static final int REMOVED = 200;

    @Override
    public List<Bucket> over(Span span) {
        return over(span, CountDelta.whole(store.key()));
    }

    @Override
    public List<Bucket> over(Span span, IssuerId issuer) {
        return over(span, issuer.value());
    }

    @Override
    public List<Bucket> over(Span span, ApplicationId application) {
        return over(span, application.value());
    }

    private List<Bucket> over(Span span, String whose) {
        Instant from = span.from(clock.instant());
        Map<Long, Bucket> found = store.read(connection -> buckets(connection, span, from, whose));
        List<Bucket> all = new ArrayList<>(span.parts());
        for (int i = 0; i < span.parts(); i++) {
            Instant start = from.plus(span.part().multipliedBy(i));
            Bucket empty = new Bucket(start, span.part(), 0, 0, 0);
            all.add(found.getOrDefault(start.toEpochMilli(), empty));
        }
        return all;
    }

    private static Map<Long, Bucket> buckets(OrganizationConnection connection, Span span, Instant from, String whose)
            throws SQLException {
        long length = span.part().toMillis();
        return Statements.list(
                        connection,
                        """
                        SELECT starts_at / ? * ?, SUM(accepted), SUM(refused), SUM(faults)
                        FROM exchange_counts
                        WHERE organization = :organization AND whose = ? AND starts_at >= ? GROUP BY 1""",
                        row -> new Bucket(
                                Instant.ofEpochMilli(row.getLong(1)),
                                span.part(),
                                row.getLong(2),
                                row.getLong(3),
                                row.getLong(4)),
                        length,
                        length,
                        whose,
                        from)
                .stream()
                .collect(Collectors.toMap(bucket -> bucket.from().toEpochMilli(), Function.identity()));
    }

    @Override
    public List<IssuerCounts> busiestIssuers(Span span, int most) {
        record Found(String issuer, int part, long requests) {}
        Instant from = span.from(clock.instant());
        String collation = store.engine().collation();
        List<Found> found = store.read(connection -> Statements.list(
                connection,
                """
                    WITH busiest AS (
                        SELECT whose, SUM(accepted + refused + faults) AS requests FROM exchange_counts
                        WHERE organization = :organization AND starts_at >= ? AND whose IN (
                            SELECT id FROM trusted_token_issuers WHERE organization = :organization)
                        GROUP BY whose HAVING SUM(accepted + refused + faults) > 0 ORDER BY 2 DESC, whose COLLATE %1$s LIMIT ?)
                    SELECT counted.whose, (counted.starts_at - ?) / ?,
                        SUM(counted.accepted + counted.refused + counted.faults)
                    FROM busiest JOIN exchange_counts counted ON counted.whose = busiest.whose
                    WHERE counted.organization = :organization AND counted.starts_at >= ?
                    GROUP BY busiest.requests, counted.whose, 2 ORDER BY busiest.requests DESC,
                        counted.whose COLLATE %1$s""".formatted(collation),
                row -> new Found(row.getString(1), row.getInt(2), row.getLong(3)),
                from,
                most,
                from,
                span.part().toMillis(),
                from));
        Map<String, Long[]> byIssuer = new LinkedHashMap<>();
        for (Found one : found) {
            byIssuer.computeIfAbsent(one.issuer(), _ -> zeros(span.parts()))[
                            Math.clamp(one.part(), 0, span.parts() - 1)] +=
                    one.requests();
        }
        return byIssuer.entrySet().stream()
                .map(entry -> new IssuerCounts(new IssuerId(entry.getKey()), List.of(entry.getValue())))
                .toList();
    }

    @Override
    public List<CountSeries> refusalsOver(Span span) {
        record Found(String code, int part, long refused) {}
        Instant from = span.from(clock.instant());
        List<Found> found = store.read(connection -> Statements.list(
                connection,
                """
                    SELECT part, (starts_at - ?) / ?, SUM(refused) FROM exchange_counts
                    WHERE organization = :organization AND whose = ? AND part <> '' AND starts_at >= ?
                    GROUP BY 1, 2""",
                row -> new Found(row.getString(1), row.getInt(2), row.getLong(3)),
                from,
                span.part().toMillis(),
                CountDelta.whole(store.key()),
                from));
        Map<String, Long[]> byCode = new TreeMap<>();
        for (Found one : found) {
            Long[] counts = byCode.computeIfAbsent(one.code(), _ -> zeros(span.parts()));
            counts[Math.clamp(one.part(), 0, span.parts() - 1)] += one.refused();
        }
        return byCode.entrySet().stream()
                .map(entry -> new CountSeries(entry.getKey(), List.of(entry.getValue())))
                .toList();
    }

    private static Long[] zeros(int length) {
        var zeros = new Long[length];
        Arrays.fill(zeros, 0L);
        return zeros;
    }

    @Override
    public List<CodeCount> refusals(Span span, int most) {
        Instant from = span.from(clock.instant());
        String collation = store.engine().collation();
        return store.read(connection -> Statements.list(
                connection,
                """
                    SELECT part, SUM(refused) FROM exchange_counts
                    WHERE organization = :organization AND whose = ? AND part <> '' AND starts_at >= ?
                    GROUP BY part ORDER BY 2 DESC, part COLLATE\s""" + collation + " LIMIT ?",
                row -> new CodeCount(row.getString(1), row.getLong(2)),
                CountDelta.whole(store.key()),
                from,
                most));
    }

    @Override
    public Map<IssuerId, RefusalTrend> refusalTrends(Collection<IssuerId> issuers) {
        Instant now = clock.instant();
        long recentFrom = CountWidth.HOUR.start(now.minus(Duration.ofHours(1)));
        long beforeFrom = CountWidth.DAY.start(now.minus(RefusalTrend.BEFORE));
        return store.read(connection -> {
            Map<IssuerId, RefusalTrend> trends = new HashMap<>();
            for (List<IssuerId> some :
                    issuers.stream().gather(Gatherers.windowFixed(TOGETHER)).toList()) {
                trends.putAll(trends(connection, some, recentFrom, beforeFrom));
            }
            return trends;
        });
    }

    private static Map<IssuerId, RefusalTrend> trends(
            OrganizationConnection connection, List<IssuerId> issuers, long recentFrom, long beforeFrom)
            throws SQLException {
        record Found(IssuerId issuer, RefusalTrend trend) {}
        List<Object> parameters = new ArrayList<>(List.of(recentFrom, recentFrom, beforeFrom));
        issuers.forEach(issuer -> parameters.add(issuer.value()));
        return Statements.list(
                        connection,
                        """
                        SELECT whose, SUM(CASE WHEN starts_at >= ? THEN refused ELSE 0 END),
                            SUM(CASE WHEN starts_at < ? THEN refused ELSE 0 END)
                        FROM exchange_counts
                        WHERE organization = :organization AND starts_at >= ? AND whose IN (%s) GROUP BY whose""".formatted(places(issuers)),
                        row -> new Found(
                                new IssuerId(row.getString(1)),
                                new RefusalTrend(
                                        Instant.ofEpochMilli(recentFrom),
                                        row.getLong(2),
                                        Instant.ofEpochMilli(beforeFrom),
                                        row.getLong(3))),
                        parameters.toArray())
                .stream()
                .filter(found -> found.trend().recent() > 0)
                .collect(Collectors.toMap(Found::issuer, Found::trend));
    }

    @Override
    public Map<IssuerId, Activity> ofIssuers(Collection<IssuerId> issuers) {
        return activities(issuers, IssuerId::value);
    }

    @Override
    public Map<ApplicationId, Activity> ofApplications(Collection<ApplicationId> applications) {
        return activities(applications, ApplicationId::value);
    }

    private <I> Map<I, Activity> activities(Collection<I> ids, Function<I, String> text) {
        Instant now = clock.instant();
        Map<String, Activity> found = store.read(connection -> {
            Map<String, Activity> activities = new HashMap<>();
            for (List<String> some : ids.stream()
                    .map(text)
                    .gather(Gatherers.windowFixed(TOGETHER))
                    .toList()) {
                activities.putAll(activities(connection, some, now));
            }
            return activities;
        });
        Map<I, Activity> all = new HashMap<>();
        ids.forEach(id -> all.put(id, found.getOrDefault(text.apply(id), Activity.NONE)));
        return all;
    }

    private static Map<String, Activity> activities(OrganizationConnection connection, List<String> ids, Instant now)
            throws SQLException {
        record Found(String whose, Activity activity) {}
        long today = CountWidth.HOUR.start(now.minus(TODAY));
        long thirtyDays = CountWidth.DAY.start(now.minus(THIRTY_DAYS));
        List<Object> parameters = new ArrayList<>(List.of(today, today, thirtyDays, thirtyDays));
        parameters.addAll(ids);
        return Statements.list(
                        connection,
                        """
                        SELECT whose, MAX(last_accepted_at),
                            SUM(CASE WHEN starts_at >= ? THEN accepted ELSE 0 END),
                            SUM(CASE WHEN starts_at >= ? THEN refused ELSE 0 END),
                            SUM(CASE WHEN starts_at >= ? THEN accepted ELSE 0 END),
                            SUM(CASE WHEN starts_at >= ? THEN refused ELSE 0 END)
                        FROM exchange_counts
                        WHERE organization = :organization AND whose IN (%s) GROUP BY whose""".formatted(places(ids)),
                        row -> new Found(
                                row.getString(1),
                                new Activity(
                                        Optional.of(row.getLong(2))
                                                .filter(at -> at > 0)
                                                .map(Instant::ofEpochMilli),
                                        row.getLong(3),
                                        row.getLong(4),
                                        row.getLong(5),
                                        row.getLong(6))),
                        parameters.toArray())
                .stream()
                .collect(Collectors.toMap(Found::whose, Found::activity));
    }

    private static String places(List<?> values) {
        return String.join(", ", Collections.nCopies(values.size(), "?"));
    }

    @Override
    public Map<ApplicationId, Long> exchangesOf(IssuerId issuer, int days, int most) {
        return exchanges(issuer.value(), ApplicationId::new, "applications", days, most);
    }

    @Override
    public Map<IssuerId, Long> exchangesOf(ApplicationId application, int days, int most) {
        return exchanges(application.value(), IssuerId::new, "trusted_token_issuers", days, most);
    }

    /** Names each day: within a day, the rows of one party are adjacent. Only the first are looked up: a lookup costs 2 us. */
    private <I> Map<I, Long> exchanges(String one, Function<String, I> other, String registered, int days, int most) {
        record Found(String other, long accepted) {}
        Instant now = clock.instant();
        List<Object> parameters = new ArrayList<>(List.of(one));
        for (int ago = 0; ago <= days; ago++) {
            parameters.add(CountWidth.DAY.start(now.minus(Duration.ofDays(ago))));
        }
        String starts = places(parameters.subList(1, parameters.size()));
        parameters.addAll(List.of(most + REMOVED, most));
        Map<I, Long> exchanges = new LinkedHashMap<>();
        store.read(connection -> Statements.list(
                        connection,
                        """
                        SELECT other, accepted FROM (
                            SELECT other, SUM(accepted) AS accepted FROM exchanges_between
                            WHERE organization = :organization AND one = ? AND starts_at IN (%1$s)
                            GROUP BY other ORDER BY 2 DESC, other COLLATE %3$s LIMIT ?) AS counted
                        WHERE EXISTS (SELECT 1 FROM %2$s WHERE id = counted.other AND organization = :organization)
                        ORDER BY accepted DESC, other COLLATE %3$s LIMIT ?""".formatted(starts, registered, store.engine().collation()),
                        row -> new Found(row.getString(1), row.getLong(2)),
                        parameters.toArray()))
                .forEach(found -> exchanges.put(other.apply(found.other()), found.accepted()));
        return exchanges;
    }
}
