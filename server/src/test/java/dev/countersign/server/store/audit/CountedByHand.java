package dev.countersign.server.store.audit;

import dev.countersign.core.oauth.ApplicationId;
import dev.countersign.core.oauth.IssuerId;
import dev.countersign.server.insight.ExchangeCounts.Activity;
import dev.countersign.server.insight.ExchangeCounts.Bucket;
import dev.countersign.server.store.OpenStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Expected counts, computed from the rows of the audit. */
final class CountedByHand {
    private final OpenStore store;
    private final Instant now;

    CountedByHand(OpenStore store, Instant now) {
        this.store = store;
        this.now = now;
    }

    /** The numbers of the same interval. */
    Bucket bucket(Bucket interval) {
        return bucket(interval, "");
    }

    /** The numbers of the same interval, of one issuer or application. */
    Bucket bucket(Bucket interval, String column, String name) {
        return bucket(interval, " AND " + column + " = '" + name + "'");
    }

    private Bucket bucket(Bucket interval, String of) {
        String when = since(interval.from()) + " AND at < "
                + interval.from().plus(interval.length()).toEpochMilli() + of;
        return new Bucket(
                interval.from(),
                interval.length(),
                count("outcome = 'accepted' AND " + when),
                count("outcome = 'refused' AND " + when),
                count("outcome = 'fault' AND " + when));
    }

    long refused(String code, Instant from) {
        return count("code = '" + code + "' AND " + since(from));
    }

    Activity activity(String column, String name) {
        String of = " AND " + column + " = '" + name + "' AND ";
        String today = since(now.minus(Duration.ofHours(24)).truncatedTo(ChronoUnit.HOURS));
        return new Activity(
                Optional.of(store.number("SELECT COALESCE(MAX(at), 0) FROM audit_events WHERE outcome = 'accepted' AND "
                                + column + " = '" + name + "'"))
                        .filter(at -> at > 0)
                        .map(Instant::ofEpochMilli),
                count("outcome = 'accepted'" + of + today),
                count("outcome = 'refused'" + of + today),
                count("outcome = 'accepted'" + of + inThirtyDays()),
                count("outcome = 'refused'" + of + inThirtyDays()));
    }

    long exchanges(IssuerId issuer, ApplicationId application) {
        return count("outcome = 'accepted' AND issuer = '%s' AND application = '%s' AND %s"
                .formatted(
                        SampleEvents.nameOf(issuer.value()), SampleEvents.nameOf(application.value()), inThirtyDays()));
    }

    private String inThirtyDays() {
        return since(now.minus(Duration.ofDays(30)).truncatedTo(ChronoUnit.DAYS));
    }

    private static String since(Instant from) {
        return "at >= " + from.toEpochMilli();
    }

    private long count(String condition) {
        return store.number("SELECT count(*) FROM audit_events WHERE kind = 'token' AND " + condition);
    }
}
