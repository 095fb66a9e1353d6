package dev.countersign.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LastUseTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** The clock overflows between the two readings. */
    private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 10);

    @Test
    void whatWasUsedIsWithinATimeUntilThatHasPassed() {
        var use = new LastUse(nanos::get);
        nanos.addAndGet(MINUTE.toNanos());
        assertThat(use.isWithin(MINUTE)).isTrue();
        nanos.incrementAndGet();
        assertThat(use.isWithin(MINUTE)).isFalse();

        use.renew();
        assertThat(use.isWithin(MINUTE)).isTrue();
    }
}
