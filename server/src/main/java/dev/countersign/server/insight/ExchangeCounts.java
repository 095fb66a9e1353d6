package dev.countersign.server.insight;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Numbers of token requests by outcome. Every audit event is counted, in the same transaction; dropped events are in
 * neither.
 *
 * <p>"Today" means the last 24 hours and the rest of the hour in which they began; "30 days" means these days and the
 * rest of the day (in UTC) in which they began. A period is never shorter than its name says.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the store cannot be read.
 */
public interface ExchangeCounts {

    /** A period up to now, in equal intervals. */
    enum Span {
        /** 60 minutes. */
        HOUR(Duration.ofMinutes(1), 60),
        /** 24 hours. */
        DAY(Duration.ofHours(1), 24),
        /** 28 intervals of six hours. */
        WEEK(Duration.ofHours(6), 28),
        /** 30 days. The counts of all requests together are kept for a shorter time. */
        MONTH(Duration.ofDays(1), 30);

        private final Duration part;
        private final int parts;

        Span(Duration part, int parts) {
            this.part = part;
            this.parts = parts;
        }

        /** Length of an interval. */
        public Duration part() {
            return part;
        }

        /** Number of intervals. */
        public int parts() {
            return parts;
        }

        /** Start of the first interval; the last one includes the present. */
        public Instant from(Instant now) {
            long millis = part.toMillis();
            return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis - (parts - 1) * millis);
        }
    }

    /** Numbers of one interval. */
    record Bucket(Instant from, Duration length, long accepted, long refused, long faults) {}

    /** Number of refusals for one reason. */
    record CodeCount(String code, long count) {}

    /** Numbers of one thing that is counted, for each interval of a period. */
    record CountSeries(String name, List<Long> counts) {
        public CountSeries {
            counts = List.copyOf(counts);
        }

        public long total() {
            return counts.stream().mapToLong(Long::longValue).sum();
        }
    }

    /** Numbers of all requests with assertions of an issuer, for each interval of a period. */
    record IssuerCounts(IssuerId issuer, List<Long> counts) {
        public IssuerCounts {
            counts = List.copyOf(counts);
        }
    }

    /** Numbers of one issuer or application. */
    record Activity(
            Optional<Instant> lastAccepted,
            long acceptedToday,
            long refusedToday,
            long accepted30Days,
            long refused30Days) {

        /** No activity. */
        public static final Activity NONE = new Activity(Optional.empty(), 0, 0, 0, 0);
    }

    /** All intervals of the period, the oldest first and without gaps; the last includes the present. */
    List<Bucket> over(Span span);

    /** The same for the requests with assertions of one issuer; not by the minute, and of the last day by the hour. */
    List<Bucket> over(Span span, IssuerId issuer);

    /** The same for the requests of one application. */
    List<Bucket> over(Span span, ApplicationId application);

    /**
     * The issuers with the most requests in the intervals of the period, the most first; not by the minute, and of the
     * last day by the hour. Removed issuers and those without a request are not in it.
     *
     * @param most largest number of issuers
     */
    List<IssuerCounts> busiestIssuers(Span span, int most);

    /** The reasons for refusals in the intervals of the period, by code. */
    List<CountSeries> refusalsOver(Span span);

    /**
     * The reasons for refusals, the most frequent first.
     *
     * @param most largest number of reasons
     */
    List<CodeCount> refusals(Span span, int most);

    /** The refusals of these issuers beside those of the days before; those without a recent refusal are not in it. */
    Map<IssuerId, RefusalTrend> refusalTrends(Collection<IssuerId> issuers);

    /** The counts of these issuers; each is in the result. */
    Map<IssuerId, Activity> ofIssuers(Collection<IssuerId> issuers);

    /**
     * The counts of these applications, including refused authentications with their client ids; each is in the result.
     */
    Map<ApplicationId, Activity> ofApplications(Collection<ApplicationId> applications);

    /**
     * Number of tokens that applications received for assertions of the issuer, the most first; removed applications
     * are not in it.
     *
     * @param days with the rest of the day (in UTC) in which they began; at most 30
     * @param most largest number of applications
     */
    Map<ApplicationId, Long> exchangesOf(IssuerId issuer, int days, int most);

    /**
     * Number of tokens that the application received for assertions of issuers, the most first; removed issuers are
     * not in it.
     *
     * @param days with the rest of the day (in UTC) in which they began; at most 30
     * @param most largest number of issuers
     */
    Map<IssuerId, Long> exchangesOf(ApplicationId application, int days, int most);
}
