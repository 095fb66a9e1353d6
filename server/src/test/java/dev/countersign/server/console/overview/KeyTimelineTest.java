package dev.countersign.server.console.overview;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.console.overview.KeyTimeline.Bar;
import dev.countersign.server.signing.SigningKeySchedule.State;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KeyTimelineTest {
    private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");
    private static final int LEFT = KeyTimeline.LEFT;
    private static final int SPAN = KeyTimeline.WIDTH - KeyTimeline.LEFT;

    private static SigningKeysSection.Key key(
            String id, int created, int signs, Optional<Integer> until, Optional<Integer> published) {
        return new SigningKeysSection.Key(
                id,
                "ES256",
                State.ACTIVE,
                day(created),
                day(signs),
                until.map(KeyTimelineTest::day),
                published.map(KeyTimelineTest::day),
                "{}");
    }

    private static Instant day(int number) {
        return NOW.plus(Duration.ofDays(number));
    }

    @Test
    void aKeyIsPublishedThenSignsAndIsPublishedUntilItsLastTokenHasExpired() {
        KeyTimeline timeline =
                KeyTimeline.of(List.of(key("0123456789", -10, -6, Optional.of(5), Optional.of(10))), NOW);

        assertThat(timeline.now()).isEqualTo(LEFT + SPAN / 2);
        assertThat(timeline.rows().getFirst().name()).isEqualTo("ES256 01234567");
        assertThat(timeline.rows().getFirst().bars())
                .containsExactly(
                        new Bar("published", LEFT, SPAN / 5),
                        new Bar("signing", LEFT + SPAN / 5, SPAN * 3 / 4 - SPAN / 5 + 1),
                        new Bar("published", LEFT + SPAN * 3 / 4 + 1, SPAN - SPAN * 3 / 4 - 1));
    }

    @Test
    void aKeyWithoutAnEndSignsToTheEndOfTheDrawing() {
        KeyTimeline timeline = KeyTimeline.of(
                List.of(
                        key("b", 0, 1, Optional.empty(), Optional.empty()),
                        key("a", -7, -7, Optional.of(1), Optional.of(2))),
                NOW);

        assertThat(timeline.rows()).extracting(KeyTimeline.Row::name).containsExactly("ES256 a", "ES256 b");
        Bar last = timeline.rows().getLast().bars().getLast();
        assertThat(last.style()).isEqualTo("signing");
        assertThat(last.x() + last.width()).isEqualTo(KeyTimeline.WIDTH);
        assertThat(timeline.rows().getFirst().bars().getFirst().style()).isEqualTo("signing");
    }

    @Test
    void noKeysMakeAnEmptyDrawing() {
        assertThat(KeyTimeline.of(List.of(), NOW).rows()).isEmpty();
    }
}
