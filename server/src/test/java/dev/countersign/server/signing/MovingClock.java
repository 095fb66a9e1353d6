package dev.countersign.server.signing;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Clock that a test advances. */
public final class MovingClock implements InstantSource {
    private Instant now = Instant.parse("2030-01-01T12:00:00Z");

    @Override
    public synchronized Instant instant() {
        return now;
    }

    public synchronized void advance(Duration duration) {
        now = now.plus(duration);
    }
}
