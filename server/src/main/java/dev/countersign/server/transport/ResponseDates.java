package dev.countersign.server.transport;

import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The source of {@code Date} fields (RFC 9110 §6.6.1), formatted once a second. */
final class ResponseDates {
    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private final InstantSource clock;
    private volatile Formatted last;

    ResponseDates(InstantSource clock) {
        this.clock = clock;
        this.last = formatted(clock.instant());
    }

    private record Formatted(long second, String text) {}

    String now() {
        Instant now = clock.instant();
        Formatted known = last;
        if (known.second() != now.getEpochSecond()) {
            known = formatted(now);
            last = known;
        }
        return known.text();
    }

    private static Formatted formatted(Instant moment) {
        return new Formatted(moment.getEpochSecond(), FORMAT.format(moment));
    }
}
