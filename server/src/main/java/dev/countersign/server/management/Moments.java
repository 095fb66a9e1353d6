package dev.countersign.server.management;

import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;

/** Times as they are kept: in milliseconds, so that every store gives back what it was given. */
final class Moments {
    private Moments() {}

    static Instant now(InstantSource clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }
}
