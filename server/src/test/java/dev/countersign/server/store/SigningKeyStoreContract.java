package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.signing.SigningKeyStore;
import dev.countersign.server.signing.SigningKeyStore.Rotation;
import dev.countersign.server.signing.SigningKeyStore.StoredSigningKey;
import dev.countersign.server.store.keys.SigningKeyRows;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the encrypted signing keys, on any engine. */
abstract class SigningKeyStoreContract extends StoreContract {
    private SigningKeyStore keys;

    @BeforeEach
    void choosePort() {
        keys = new SigningKeyRows(store.organization());
    }

    @Test
    void hasNoKeyAtFirst() {
        assertThat(keys.all()).isEmpty();
    }

    @Test
    void readsBackWhatWasWritten() {
        var key = new StoredSigningKey(
                new SealedKey("k1", Algorithm.ES256, new byte[] {0, -1, 127}), NOW, NOW.plusMillis(1), "k0");

        List<StoredSigningKey> after = keys.commit(rotation(List.of(key)));

        for (List<StoredSigningKey> read : List.of(after, keys.all())) {
            assertThat(read).hasSize(1);
            StoredSigningKey kept = read.getFirst();
            assertThat(kept.key().keyId()).isEqualTo("k1");
            assertThat(kept.key().algorithm()).isEqualTo(Algorithm.ES256);
            assertThat(kept.key().ciphertext()).containsExactly(0, -1, 127);
            assertThat(kept.createdAt()).isEqualTo(NOW);
            assertThat(kept.signsFrom()).isEqualTo(NOW.plusMillis(1));
            assertThat(kept.follows()).isEqualTo("k0");
        }
    }

    @Test
    void givesTheOldestFirstAndThoseOfOneMomentByTheCharactersOfTheirIds() {
        int follows = 0;
        for (String id : List.of("_", "b", "A", "a", "B", "-", "1")) {
            var _ = keys.commit(rotation(List.of(key(id, Algorithm.RS256, NOW, "f" + follows++))));
        }
        var older = new StoredSigningKey(
                new SealedKey("z", Algorithm.RS256, new byte[] {1}), NOW.minusMillis(1), NOW, "older");

        assertThat(ids(keys.commit(rotation(List.of(older))))).containsExactly("z", "-", "1", "A", "B", "_", "a", "b");
    }

    @Test
    void aKeyHasOneSuccessorWhicheverComesFirst() {
        var _ = keys.commit(
                rotation(List.of(key("k1", Algorithm.RS256, NOW, ""), key("k2", Algorithm.ES256, NOW, ""))));

        List<StoredSigningKey> after = keys.commit(rotation(
                List.of(key("k3", Algorithm.RS256, NOW, ""), key("k4", Algorithm.RS256, NOW.plusSeconds(9), "k1"))));
        var _ = keys.commit(rotation(List.of(key("k5", Algorithm.RS256, NOW, "k1"))));

        assertThat(ids(after)).containsExactly("k1", "k2", "k4");
        assertThat(ids(keys.all())).containsExactly("k1", "k2", "k4");
        assertThat(events("signing_keys.rotated"))
                .as("nothing is on record that did not happen")
                .isEqualTo(2);
    }

    @Test
    void ofManyCallersOneAddsTheSuccessor() throws Exception {
        var _ = keys.commit(rotation(List.of(key("k1", Algorithm.RS256, NOW, ""))));

        List<List<StoredSigningKey>> results = allAtOnce(IntStream.range(0, 8)
                .<Callable<List<StoredSigningKey>>>mapToObj(i ->
                        () -> keys.commit(rotation(List.of(key("next-" + i, Algorithm.RS256, NOW, "k1")))))
                .toList());

        assertThat(keys.all()).hasSize(2);
        assertThat(results).extracting(SigningKeyStoreContract::ids).containsOnly(ids(keys.all()));
        assertThat(events("signing_keys.rotated")).isEqualTo(2);
    }

    @Test
    void aKeyThatWaitsIsHastenedAndNeverPutOff() {
        var _ = keys.commit(rotation(List.of(key("k1", Algorithm.RS256, NOW.plusSeconds(9), ""))));

        assertThat(broughtForward(NOW.plusSeconds(10))).isEqualTo(NOW.plusSeconds(9));
        assertThat(broughtForward(NOW.plusSeconds(9))).isEqualTo(NOW.plusSeconds(9));
        assertThat(broughtForward(NOW.plusSeconds(9).minusMillis(1)))
                .isEqualTo(NOW.plusSeconds(9).minusMillis(1));
        assertThat(events("signing_keys.rotated")).isEqualTo(2);
    }

    @Test
    void resealingReplacesTheSealedKeyAlone() {
        var _ = keys.commit(rotation(
                List.of(key("k1", Algorithm.RS256, NOW, ""), key("k2", Algorithm.RS256, NOW.plusSeconds(9), "k1"))));

        keys.reseal(
                List.of(
                        new SealedKey("k1", Algorithm.RS256, new byte[] {7}),
                        new SealedKey("gone", Algorithm.RS256, new byte[] {8})),
                event("master_key.changed"));

        assertThat(ids(keys.all())).containsExactly("k1", "k2");
        assertThat(keys.all().getFirst().key().ciphertext()).containsExactly(7);
        assertThat(keys.all().getLast().key().ciphertext()).containsExactly(1, 2);
        assertThat(keys.all().getLast().signsFrom()).isEqualTo(NOW.plusSeconds(9));
        assertThat(events("master_key.changed")).isEqualTo(1);
    }

    private Instant broughtForward(Instant now) {
        return keys.commit(new Rotation(List.of(), List.of("k1"), now, Optional.of(event("signing_keys.rotated"))))
                .getFirst()
                .signsFrom();
    }

    private static List<String> ids(List<StoredSigningKey> keys) {
        return keys.stream().map(kept -> kept.key().keyId()).toList();
    }

    private static StoredSigningKey key(String id, Algorithm algorithm, Instant signsFrom, String follows) {
        return new StoredSigningKey(new SealedKey(id, algorithm, new byte[] {1, 2}), NOW, signsFrom, follows);
    }

    private static Rotation rotation(List<StoredSigningKey> added) {
        return new Rotation(added, List.of(), NOW, Optional.of(event("signing_keys.rotated")));
    }

    private static AdminEvent event(String action) {
        return new AdminEvent(
                NOW,
                new CorrelationId("c"),
                "admin",
                action,
                "signing-keys",
                "signing-keys",
                Optional.of("{}"),
                Optional.of("{}"));
    }
}
