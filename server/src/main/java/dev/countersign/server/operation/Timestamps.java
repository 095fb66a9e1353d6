package dev.countersign.server.operation;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Times as stored: in milliseconds, so that every store returns what it was given. */
public final class Timestamps {
    private Timestamps() {}

    /** The current time, but later than another time: no two changes have the same time. */
    public static Instant after(Instant earlier, InstantSource clock) {
        Instant now = now(clock);
        return now.isAfter(earlier) ? now : earlier.plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
    }

    public static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
