package dev.countersign.server.store.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** How long the stretches of time are for which requests are counted. They begin at whole multiples since 1970. */
public enum CountWidth {
    MINUTE(Duration.ofMinutes(1)),
    HOUR(Duration.ofHours(1)),
    DAY(Duration.ofDays(1)),
    /** All of the past. */
    EVER(Duration.ofMillis(Long.MAX_VALUE));

    private final long millis;

    CountWidth(Duration length) {
        this.millis = length.toMillis();
    }

    /** When the stretch began that holds this moment; in milliseconds since 1970. */
    long start(long at) {
        return at < 0 ? 0 : at / millis * millis;
    }

    public long start(Instant at) {
        return start(at.toEpochMilli());
    }

    /** As the column says it. */
    String column() {
        return name().toLowerCase(Locale.ROOT);
    }
}
