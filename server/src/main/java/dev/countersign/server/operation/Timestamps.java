package dev.countersign.server.operation;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Times as they are kept: in milliseconds, so that every store gives back what it was given. */
public final class Timestamps {
    private Timestamps() {}

    /** Now, and in any case later than another moment: two changes never happen at the same time. */
    public static Instant after(Instant earlier, InstantSource clock) {
        Instant now = now(clock);
        return now.isAfter(earlier) ? now : earlier.plusMillis(1).truncatedTo(ChronoUnit.MILLIS);
    }

    public static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
