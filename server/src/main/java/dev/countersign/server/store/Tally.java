package dev.countersign.server.store;

import dev.countersign.core.audit.TokenEvent;
import dev.countersign.core.audit.TokenEvent.Outcome;
import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.core.rejection.RejectionCode;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Counts that are to be added to those of the database: one for each row that they concern, in an order that is the same
 * for everybody, so that two who add at once cannot wait for each other.
 */
final class Tally {
    /** Everything together, or the whole of something. */
    static final String ALL = "";

    private final SortedMap<Row, Count> counts = new TreeMap<>();

    /**
     * Which requests are counted.
     *
     * @param whose the id of an issuer or an application, or {@link #ALL}
     * @param part {@link #ALL}, the code of a refusal, or the id of the other party
     * @param startsAt milliseconds since 1970
     */
    record Row(String whose, String part, long startsAt, CountWidth width) implements Comparable<Row> {
        private static final Comparator<Row> ORDER = Comparator.comparing(Row::whose)
                .thenComparing(Row::part)
                .thenComparingLong(Row::startsAt)
                .thenComparing(Row::width);

        @Override
        public int compareTo(Row other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * How the requests ended.
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

    /** Counts what happened. */
    static Tally of(List<TokenEvent> events) {
        var tally = new Tally();
        events.forEach(tally::add);
        return tally;
    }

    private void add(TokenEvent event) {
        Count one = Count.of(event);
        String code = event.code().map(RejectionCode::value).orElse(ALL);
        add(row(ALL, code, CountWidth.MINUTE, event), one);
        String issuer = event.issuerId().map(IssuerId::value).orElse(ALL);
        String application = event.applicationId().map(ApplicationId::value).orElse(ALL);
        if (!issuer.isEmpty()) {
            add(row(issuer, ALL, CountWidth.HOUR, event), one);
        }
        if (!application.isEmpty()) {
            add(row(application, ALL, CountWidth.HOUR, event), one);
        }
        if (!issuer.isEmpty() && !application.isEmpty() && event.outcome() == Outcome.ACCEPTED) {
            add(row(issuer, application, CountWidth.DAY, event), one);
            add(row(application, issuer, CountWidth.DAY, event), one);
        }
    }

    private static Row row(String whose, String part, CountWidth width, TokenEvent event) {
        return new Row(whose, part, width.start(event.at()), width);
    }

    void add(Row row, Count count) {
        counts.merge(row, count, Count::plus);
    }

    /** All that is to be added. */
    SortedMap<Row, Count> counts() {
        return counts;
    }
}
