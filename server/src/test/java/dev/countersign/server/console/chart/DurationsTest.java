package dev.countersign.server.console.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DurationsTest {
    @Test
    void halfAreWithinTheMedianAndNineteenOfTwentyWithinTheOther() {
        Durations durations = Durations.of(IntStream.rangeClosed(1, 20)
                .map(i -> 21 - i)
                .mapToObj(Duration::ofMillis)
                .toList());

        assertThat(durations.count()).isEqualTo(20);
        assertThat(durations.median()).isEqualTo(Duration.ofMillis(10));
        assertThat(durations.p95()).isEqualTo(Duration.ofMillis(19));
        assertThat(durations.longest()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void aLimitBelongsToItsStep() {
        List<Durations.Step> steps = Durations.of(Stream.of(1_000_000, 1_000_001, 1_001_000_000)
                        .map(Duration::ofNanos)
                        .toList())
                .steps();

        assertThat(steps.getFirst()).isEqualTo(new Durations.Step("up to 1 ms", 1, Durations.WIDTH));
        assertThat(steps.get(1).number()).isOne();
        assertThat(steps.getLast()).isEqualTo(new Durations.Step("longer", 1, Durations.WIDTH));
        assertThat(steps.get(2)).isEqualTo(new Durations.Step("up to 5 ms", 0, 0));
    }

    @Test
    void oneDurationIsAllOfThem() {
        Durations durations = Durations.of(List.of(Duration.ofNanos(1_250_000)));

        assertThat(durations.median()).isEqualTo(durations.p95()).isEqualTo(durations.longest());
        assertThat(Durations.text(durations.median())).isEqualTo("1.3 ms");
    }
}
