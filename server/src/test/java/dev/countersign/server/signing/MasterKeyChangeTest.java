package dev.countersign.server.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.UnsealingException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of a new master key: data encrypted with the previous one is encrypted again, once. */
class MasterKeyChangeTest {
    private final MemorySigningKeyStore store = MemorySigningKeyStore.filled();
    private final MasterKey before = MemorySigningKeyStore.MASTER_KEYS.current();
    private final MasterKey after = MasterKey.generate();

    private List<String> open(MasterKey current, Optional<MasterKey> previous) {
        return SigningKeyRing.open(store, new MasterKeys(current, previous), KeyGeneration.IN_MEMORY, new MovingClock())
                .published()
                .stream()
                .map(SigningKey::keyId)
                .toList();
    }

    @Test
    void theKeysStayTheSameAndNeedTheKeyBeforeNoMore() {
        List<String> keys = open(before, Optional.empty());

        assertThat(open(after, Optional.of(before))).isEqualTo(keys);

        assertThat(open(after, Optional.empty())).isEqualTo(keys);
        assertThatThrownBy(() -> open(before, Optional.empty())).isInstanceOf(UnsealingException.class);
        assertThat(store.events())
                .singleElement()
                .satisfies(event -> assertThat(event.action()).isEqualTo("signing_keys.resealed"));
    }

    @Test
    void aKeyBeforeThatIsLeftThereChangesNothing() {
        open(after, Optional.of(before));
        open(after, Optional.of(before));
        assertThat(store.events()).hasSize(1);
    }

    @Test
    void withoutTheKeyBeforeNothingIsTouched() {
        assertThatThrownBy(() -> open(after, Optional.of(MasterKey.generate()))).isInstanceOf(UnsealingException.class);
        assertThat(open(before, Optional.empty())).hasSize(3);
        assertThat(store.events()).isEmpty();
    }
}
