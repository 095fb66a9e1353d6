package dev.countersign.server.store.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Length of the intervals in which requests are counted. Intervals begin at whole multiples since 1970. */
public enum CountWidth {
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    /** The whole past. */
    EVER(Duration.ofMillis(Long.MAX_VALUE));

    private final long millis;

    CountWidth(Duration length) {
        this.millis = length.toMillis();
    }

    /** Start of the interval that contains this time, in milliseconds since 1970. */
    long start(long at) {
        return at < 0 ? 0 : at / millis * millis;
    }

    public long start(Instant at) {
        return start(at.toEpochMilli());
    }

    /** The value in the column. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
