package dev.countersign.server.console.form;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** Times and durations in display form. */
public final class TimeText {
    private static final DateTimeFormatter EXACT = DateTimeFormatter.ofPattern(
                    "d MMM uuuu, HH:mm:ss 'UTC'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final long DAYS_OF_A_MONTH = 30;
    private static final long DAYS_OF_A_YEAR = 365;

    private TimeText() {}

    /** A relative time such as {@code 5 minutes ago}, {@code in 3 days} or {@code just now}. */
    public static String relative(Instant moment, Instant now) {
        Duration distance = Duration.between(moment, now);
        Duration length = distance.abs();
        if (length.compareTo(Duration.ofSeconds(5)) < 0) {
            return "just now";
        }
        String text = rough(length);
        return distance.isNegative() ? "in " + text : text + " ago";
    }

    /** One number with its unit, rounded down. */
    public static String rough(Duration length) {
        long days = length.toDays();
        if (days >= 2 * DAYS_OF_A_YEAR) {
            return count(days / DAYS_OF_A_YEAR, "year");
        }
        if (days >= 2 * DAYS_OF_A_MONTH) {
            return count(days / DAYS_OF_A_MONTH, "month");
        }
        if (days >= 2) {
            return count(days, "day");
        }
        if (length.toHours() >= 2) {
            return count(length.toHours(), "hour");
        }
        return length.toMinutes() >= 2 ? count(length.toMinutes(), "minute") : count(length.toSeconds(), "second");
    }

    /** The exact length in the largest possible unit, such as {@code 24 hours} or {@code 90 seconds}. */
    public static String length(Duration length) {
        long seconds = length.toSeconds();
        if (seconds >= Duration.ofDays(2).toSeconds()
                && seconds % Duration.ofDays(1).toSeconds() == 0) {
            return count(length.toDays(), "day");
        }
        if (seconds >= Duration.ofHours(1).toSeconds()
                && seconds % Duration.ofHours(1).toSeconds() == 0) {
            return count(length.toHours(), "hour");
        }
        boolean minutes = seconds >= Duration.ofMinutes(1).toSeconds() && length.toSecondsPart() == 0;
        return minutes ? count(length.toMinutes(), "minute") : seconds(length);
    }

    /** The length in seconds. */
    static String seconds(Duration length) {
        return count(length.toSeconds(), "second");
    }

    /** {@code 1 day}, {@code 2 days}. */
    public static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    /** The time in UTC. */
    public static String exact(Instant moment) {
        return EXACT.format(moment);
    }

    /** The time in the format of RFC 3339. */
    public static String machine(Instant moment) {
        return moment.truncatedTo(ChronoUnit.MILLIS).toString();
    }
}
