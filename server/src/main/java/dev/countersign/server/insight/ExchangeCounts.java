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
 * How many token requests there were, and how they ended. Every event of the audit is counted, in the same transaction;
 * dropped events are in neither.
 *
 * <p>"Today" means the last 24 hours and what is left of the hour in which they began, "30 days" those and what is left of
 * the day (in UTC) in which they began: never less than what the words promise.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the store cannot be read.
 */
public interface ExchangeCounts {

    /** A time up to now, in equal parts. */
    enum Span {
        /** 60 minutes. */
        HOUR(Duration.ofMinutes(1), 60),
        /** 24 hours. */
        DAY(Duration.ofHours(1), 24),
        /** 28 quarters of a day. */
        WEEK(Duration.ofHours(6), 28);

        private final Duration part;
        private final int parts;

        Span(Duration part, int parts) {
            this.part = part;
            this.parts = parts;
        }

        /** How long each part is. */
        public Duration part() {
            return part;
        }

        /** How many parts there are. */
        public int parts() {
            return parts;
        }

        /** When the first part began; the last one is still running. */
        public Instant from(Instant now) {
            long millis = part.toMillis();
            return Instant.ofEpochMilli(Math.floorDiv(now.toEpochMilli(), millis) * millis - (parts - 1) * millis);
        }
    }

    /** What happened in one part of a time. */
    record Bucket(Instant from, Duration length, long accepted, long refused, long faults) {}

    /** How often a token was refused for one reason. */
    record CodeCount(String code, long count) {}

    /** What an issuer or an application did. */
    record Activity(
            Optional<Instant> lastAccepted,
            long acceptedToday,
            long refusedToday,
            long accepted30Days,
            long refused30Days) {

        /** Nothing, ever. */
        public static final Activity NONE = new Activity(Optional.empty(), 0, 0, 0, 0);
    }

    /** All parts of the time, the oldest first and none left out; the last is the one that is running. */
    List<Bucket> over(Span span);

    /**
     * Why tokens were refused, the most frequent reason first.
     *
     * @param most how many reasons at most
     */
    List<CodeCount> refusals(Span span, int most);

    /** What these issuers did; each of them is in the answer. */
    Map<IssuerId, Activity> ofIssuers(Collection<IssuerId> issuers);

    /** What these applications did, refused authentications under their client ids included; each is in the answer. */
    Map<ApplicationId, Activity> ofApplications(Collection<ApplicationId> applications);

    /** How many tokens each application got from assertions of the issuer in 30 days; those that are gone may be named. */
    Map<ApplicationId, Long> exchangesOf(IssuerId issuer);

    /** How many tokens the application got from assertions of each issuer in 30 days; those that are gone may be named. */
    Map<IssuerId, Long> exchangesOf(ApplicationId application);
}
