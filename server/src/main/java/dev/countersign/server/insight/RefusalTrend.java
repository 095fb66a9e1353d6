package dev.countersign.server.insight;

import java.time.Duration;
import java.time.Instant;

/**
 * Refused requests with assertions of an issuer in the current hour of the clock and the one before it, beside those of
 * the seven days before them.
 *
 * @param recentFrom the beginning of the previous hour of the clock
 * @param recent refusals since then
 * @param beforeFrom the beginning, in UTC, of the day seven days ago
 * @param before refusals from then to {@code recentFrom}
 */
public record RefusalTrend(Instant recentFrom, long recent, Instant beforeFrom, long before) {
    /** Length of the time before. */
    public static final Duration BEFORE = Duration.ofDays(7);

    /** Recent refusals from which they may be rising. */
    static final long FEWEST = 20;

    static final long TIMES = 3;
    private static final long RECENT_HOURS = 2;

    /**
     * Whether the refusals rise: at least {@value #FEWEST}, and at least {@value #TIMES} times as many as in two average
     * hours of the time before.
     *
     * @param createdAt the time of registration of the issuer: earlier hours do not count
     */
    public boolean isRising(Instant createdAt) {
        Instant from = createdAt.isAfter(beforeFrom) ? createdAt : beforeFrom;
        long hours = Math.max(1, Duration.between(from, recentFrom).toHours());
        return recent >= FEWEST && recent * hours >= TIMES * RECENT_HOURS * before;
    }
}
