package dev.countersign.server;

import java.time.Duration;
import java.util.function.LongSupplier;

/** The time of the last use of something, by a clock that only goes forward. */
final class LastUse {
    private final LongSupplier nanos;
    private volatile long at;

    /** Begins with a use. */
    LastUse(LongSupplier nanos) {
        this.nanos = nanos;
        this.at = nanos.getAsLong();
    }

    void renew() {
        at = nanos.getAsLong();
    }

    /** Whether the last use is at most this long ago. */
    boolean isWithin(Duration duration) {
        return nanos.getAsLong() - at <= duration.toNanos();
    }
}
