package dev.countersign.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.store.database.Retention;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract on SQLite, which forgets replay keys by the minute. */
class SqlitePurgeTest extends PurgeContract {
    private static final Instant END_OF_MINUTE =
            KEEP_UNTIL.truncatedTo(ChronoUnit.MINUTES).plus(Duration.ofMinutes(1));

    @TempDir
    Path folder;

    @Override
    OpenStore openDatabase() {
        return new OpenStore(folder);
    }

    @Override
    Duration slack() {
        return Duration.ZERO;
    }

    @Test
    void keepsAReplayKeyUntilTheMinuteOfItsTimeAndTheMarginAreOver() {
        redeem("a", KEEP_UNTIL);

        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN).minus(MILLI));

        assertThat(store.count("replay_keys")).isEqualTo(1);
    }

    @Test
    void forgetsAReplayKeyOnceTheMinuteOfItsTimeAndTheMarginAreOver() {
        redeem("a", KEEP_UNTIL);

        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN));

        assertThat(store.count("replay_keys")).isZero();
    }

    @Test
    void roundsTheTimeOfAReplayKeyUp() {
        redeem("a", END_OF_MINUTE.minusNanos(1));

        purgeAt(END_OF_MINUTE.plus(Retention.REPLAY_KEY_MARGIN));

        assertThat(store.count("replay_keys")).isEqualTo(1);
    }
}
