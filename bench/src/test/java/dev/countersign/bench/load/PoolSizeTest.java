package dev.countersign.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class PoolSizeTest {
    private static CommonOptions options(int warmUp, int runs, int seconds) {
        var options = new CommonOptions(warmUp);
        options.runs = runs;
        options.seconds = seconds;
        return options;
    }

    @Test
    void countsTheWarmUpOnceAndEveryTurnOfEveryRound() {
        assertThat(PoolSize.of(options(60, 3, 10), 2, 1)).isEqualTo(new PoolSize(Duration.ofSeconds(120), 1));
        assertThat(PoolSize.of(options(10, 3, 10), 1, 2)).isEqualTo(new PoolSize(Duration.ofSeconds(40), 2));
    }

    @Test
    void sufficesForTheFastestServerThatWasMeasured() {
        // bench/results/compare.txt: 6,315 exchanges a second where 27,535 times verifying and signing would be
        // possible
        assertThat(PoolSize.of(options(60, 3, 10), 2, 1).atMost(27_535)).isBetween(2L * 6_315 * 120, 3L * 6_315 * 120);
        // and 2,491 of 3,716 with tokens that take longer to sign
        assertThat(PoolSize.of(options(60, 3, 10), 2, 1).atMost(3_716)).isBetween(2_491L * 120, 2L * 2_491 * 120);
    }

    @Test
    void growsWithTheProcessorsAndTheTime() {
        var one = new PoolSize(Duration.ofSeconds(100), 1);

        assertThat(new PoolSize(Duration.ofSeconds(100), 2).atMost(10_000)).isGreaterThan(19 * one.atMost(10_000) / 10);
        assertThat(new PoolSize(Duration.ofSeconds(300), 1).atMost(10_000)).isGreaterThan(29 * one.atMost(10_000) / 10);
    }
}
