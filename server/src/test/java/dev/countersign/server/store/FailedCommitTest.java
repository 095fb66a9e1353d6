package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.key;
import static dev.countersign.server.store.ledger.Redemptions.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.countersign.core.token.TokenLedger.Redemption;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.ledger.Redemptions;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a transaction did to the recent replay keys is undone in memory as well when its commit fails. */
class FailedCommitTest {
    /** So few that keys are sorted in, and tables emptied, all the time. */
    private static final int MOST = 6;

    private static final Instant EXPIRY = Redemptions.NOW.plusSeconds(3600);

    @TempDir
    Path folder;

    private OpenStore store;

    /** A deferred constraint is looked at by the commit, after everything has been done. */
    @BeforeEach
    void open() {
        store = new OpenStore(folder, MOST);
        run("CREATE TABLE parents (id INTEGER NOT NULL PRIMARY KEY)");
        run("CREATE TABLE orphans (id INTEGER REFERENCES parents (id) DEFERRABLE INITIALLY DEFERRED)");
        run("CREATE TRIGGER spoil_redemption AFTER INSERT ON issued_tokens WHEN new.token_id LIKE 'bad%'"
                + " BEGIN INSERT INTO orphans VALUES (1); END");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void nothingIsForgottenOrBurntByRedemptionsWhoseCommitFails() {
        int count = 10 * MOST;
        for (int i = 0; i < count; i++) {
            int number = i;
            assertThat(redeem("good " + i, "good-" + i)).isEqualTo(new Redemption.Recorded());
            assertThatIllegalStateException().isThrownBy(() -> redeem("bad " + number, "bad-" + number));
        }

        for (int i = 0; i < count; i++) {
            assertThat(redeem("good " + i, "again-" + i)).isInstanceOf(Redemption.Replayed.class);
            assertThat(redeem("bad " + i, "at-last-" + i)).isEqualTo(new Redemption.Recorded());
        }
    }

    @Test
    void nothingIsForgottenByAPurgeWhoseCommitFails() {
        for (int i = 0; i < MOST - 1; i++) {
            assertThat(redeem("good " + i, "good-" + i)).isEqualTo(new Redemption.Recorded());
        }
        for (int table = 1; table <= 2; table++) {
            run(
                    "CREATE TRIGGER spoil_purge_%d AFTER DELETE ON recent_replay_keys_%d BEGIN INSERT INTO orphans VALUES (1); END"
                            .formatted(table, table));
        }

        var purge = new Purge(store.writer, () -> Redemptions.NOW, Retention.DEFAULT);
        assertThatIllegalStateException().isThrownBy(() -> purge.run(() -> true));

        for (int i = 0; i < MOST - 1; i++) {
            assertThat(redeem("good " + i, "again-" + i)).isInstanceOf(Redemption.Replayed.class);
        }
    }

    private Redemption redeem(String assertion, String token) {
        return store.ledger().redeem(key(assertion), token(token, EXPIRY));
    }

    private void run(String sql) {
        store.writer.call(connection -> {
            try (var statement = connection.createStatement()) {
                return statement.executeUpdate(sql);
            }
        });
    }
}
