package dev.countersign.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.CompactJws;
import dev.countersign.core.jose.JwsReading;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssertionPoolTest {
    private static final Instant NOW = Instant.parse("2026-11-27T12:00:00Z");

    @TempDir
    private Path folder;

    @Test
    void holdsAssertionsThatDiffer() throws Exception {
        var pool = AssertionPool.of(folder, 50, NOW);

        Set<Object> ids = new HashSet<>();
        for (int index = 0; index < 50; index++) {
            ids.add(claim(pool.get(index), "jti"));
        }
        assertThat(pool.size()).isEqualTo(50);
        assertThat(ids).hasSize(50);
    }

    @Test
    void issuesThemOneAfterAnotherUntilJustNow() {
        assertThat(AssertionWriter.issuedAt(19_999, 20_000, NOW)).isEqualTo(NOW.minusSeconds(1));
        assertThat(AssertionWriter.issuedAt(12_000, 20_000, NOW)).isEqualTo(NOW.minusSeconds(1));
        assertThat(AssertionWriter.issuedAt(11_999, 20_000, NOW)).isEqualTo(NOW.minusSeconds(2));
        assertThat(AssertionWriter.issuedAt(0, 20_000, NOW)).isEqualTo(NOW.minusSeconds(3));
    }

    @Test
    void isUsedAgainOnTheSameDay() throws Exception {
        var first = AssertionPool.of(folder, 5, NOW).get(0);

        assertThat(AssertionPool.of(folder, 5, NOW.plus(Duration.ofHours(21))).get(0))
                .isEqualTo(first);
    }

    @Test
    void isMadeAnewWhenItEndsSoonOrIsTooSmall() throws Exception {
        var first = AssertionPool.of(folder, 5, NOW).get(0);
        var later = AssertionPool.of(folder, 5, NOW.plus(Duration.ofHours(23))).get(0);
        var larger = AssertionPool.of(folder, 6, NOW.plus(Duration.ofHours(23))).get(0);

        assertThat(Set.of(first, later, larger)).hasSize(3);
    }

    @Test
    void takesSamplesAllOverARange() {
        assertThat(AssertionPool.sample(100, 200, 4)).containsExactly(100, 125, 150, 175);
        assertThat(AssertionPool.sample(100, 102, 4)).containsExactly(100, 101);
        assertThat(AssertionPool.sample(100, 90, 4)).isEmpty();
    }

    private static Object claim(String assertion, String name) {
        return ((JwsReading.Read) CompactJws.read(assertion)).jws().claims().get(name);
    }
}
