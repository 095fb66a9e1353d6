package dev.countersign.server.store.audit;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.RejectionCode;
import dev.countersign.server.store.column.OrganizationKey;
import java.util.Comparator;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Increments of the counts in the database: one for each row concerned, always in the same order, so that concurrent
 * additions cannot deadlock.
 */
final class CountDelta {
    /** Key for all requests of the root organization, and for the total of an issuer or an application. */
    static final String ALL = "";

    private final SortedMap<Row, Count> counts = new TreeMap<>();
    private final SortedMap<Pair, Long> pairs = new TreeMap<>();

    /**
     * Key of a count.
     *
     * @param whose the id of an issuer or an application, or that of {@link #whole}
     * @param startsAt milliseconds since 1970
     * @param part the code of a refusal, or {@link #ALL}
     */
    record Row(OrganizationKey organization, String whose, long startsAt, CountWidth width, String part)
            implements Comparable<Row> {
        private static final Comparator<Row> ORDER = Comparator.comparing(Row::whose)
                .thenComparingLong(Row::startsAt)
                .thenComparing(Row::width)
                .thenComparing(Row::part);

        static Row of(OrganizationKey organization, String whose, TokenEvent event, CountWidth width, String part) {
            return new Row(organization, whose, width.start(event.at()), width, part);
        }

        @Override
        public int compareTo(Row other) {
            return ORDER.compare(this, other);
        }
    }

    /** An issuer and an application, or the reverse, on one day. */
    record Pair(OrganizationKey organization, long startsAt, String one, String other) implements Comparable<Pair> {
        private static final Comparator<Pair> ORDER = Comparator.comparingLong(Pair::startsAt)
                .thenComparing(Pair::one)
                .thenComparing(Pair::other);

        @Override
        public int compareTo(Pair another) {
            return ORDER.compare(this, another);
        }
    }

    /**
     * Numbers of requests by outcome.
     *
     * @param lastAcceptedAt milliseconds since 1970; 0 when none was
     */
    record Count(long accepted, long refused, long faults, long lastAcceptedAt) {

        static Count of(TokenEvent event) {
            return switch (event.outcome()) {
                case ACCEPTED -> new Count(1, 0, 0, event.at().toEpochMilli());
                case REFUSED -> new Count(0, 1, 0, 0);
                case FAULT -> new Count(0, 0, 1, 0);
            };
        }

        Count plus(Count other) {
            return new Count(
                    accepted + other.accepted,
                    refused + other.refused,
                    faults + other.faults,
                    Math.max(lastAcceptedAt, other.lastAcceptedAt));
        }
    }

    /** The key for all requests of an organization. */
    static String whole(OrganizationKey organization) {
        return organization.isRoot() ? ALL : "@" + organization.number();
    }

    /** Counts one request. */
    void add(OrganizationKey organization, TokenEvent event) {
        Count one = Count.of(event);
        String code = event.code().map(RejectionCode::value).orElse(ALL);
        add(Row.of(organization, whole(organization), event, CountWidth.MINUTE, code), one);
        event.issuerId()
                .ifPresent(issuer -> add(Row.of(organization, issuer.value(), event, CountWidth.HOUR, ALL), one));
        event.applicationId()
                .ifPresent(application ->
                        add(Row.of(organization, application.value(), event, CountWidth.HOUR, ALL), one));
        if (event.outcome() == Outcome.ACCEPTED
                && event.issuerId().isPresent()
                && event.applicationId().isPresent()) {
            addExchange(
                    organization,
                    event.issuerId().get(),
                    event.applicationId().get(),
                    CountWidth.DAY.start(event.at()));
        }
    }

    private void addExchange(OrganizationKey organization, IssuerId issuer, ApplicationId application, long day) {
        pairs.merge(new Pair(organization, day, issuer.value(), application.value()), 1L, Long::sum);
        pairs.merge(new Pair(organization, day, application.value(), issuer.value()), 1L, Long::sum);
    }

    /** Adds the counts of another object. */
    void add(CountDelta other) {
        other.counts.forEach(this::add);
        other.pairs.forEach((pair, exchanges) -> pairs.merge(pair, exchanges, Long::sum));
    }

    void add(Row row, Count count) {
        counts.merge(row, count, Count::plus);
    }

    /** Numbers to be added to the counts. */
    SortedMap<Row, Count> counts() {
        return counts;
    }

    /** Numbers of exchanges to be added for each pair. */
    SortedMap<Pair, Long> pairs() {
        return pairs;
    }
}
