package dev.countersign.server.diagnosis;

import java.time.Duration;

/** The difference of another clock from the local one, positive when the other is ahead. */
final class ClockOffset {
    /** The largest difference that is not reported: that of a network and of a time in whole seconds. */
    static final Duration TOLERATED = Duration.ofSeconds(5);

    private ClockOffset() {}

    /** Such as "12 s ahead of". */
    static String text(Duration offset) {
        return seconds(offset) + (offset.isNegative() ? " behind" : " ahead of");
    }

    /** The amount, such as "12 s". */
    static String seconds(Duration offset) {
        return offset.abs().toSeconds() + " s";
    }
}
