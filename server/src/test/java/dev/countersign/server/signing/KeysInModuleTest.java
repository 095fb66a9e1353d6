package dev.countersign.server.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.countersign.core.fixtures.MemoryModule;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.KeyModule;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.jose.signing.SigningUnavailableException;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.signing.SigningKeySchedule.State;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests of signing keys that are in a module: switching, rotation, a module that fails, and what it forgets. */
class KeysInModuleTest {
    private static final Duration LEAD = Duration.ofHours(24);
    private static final Administrator ADMINISTRATOR = new Administrator("admin", new CorrelationId("correlation-1"));

    private final MovingClock clock = new MovingClock();
    private final MemoryModule module = new MemoryModule();

    private SigningKeyRing ring(MemorySigningKeyStore store) {
        return SigningKeyRing.open(store, MemorySigningKeyStore.MASTER_KEYS, KeyGeneration.in(module), clock);
    }

    private static RotateSigningKeys rotation(SigningKeyRing ring) {
        return new RotateSigningKeys(ring, Duration.ofDays(90), LEAD);
    }

    private List<State> states(SigningKeyRing ring, Algorithm algorithm) {
        return ring.keys().stream()
                .filter(key -> key.key().algorithm() == algorithm)
                .map(key -> key.state(clock.instant()))
                .toList();
    }

    @Test
    void theStoreHasPublicKeysOnlyAndAnotherNodeSignsWithTheSameKeys() {
        var store = new MemorySigningKeyStore();
        SigningKeyRing first = ring(store);
        SigningKeyRing second = ring(store);

        assertThat(module.keys).hasSize(2);
        assertThat(second.active(Algorithm.ES256).keyId())
                .isEqualTo(first.active(Algorithm.ES256).keyId());
        assertThat(second.active(Algorithm.RS256).sign(new byte[1])).hasSize(256);
        for (SigningKeyStore.StoredSigningKey stored : store.all()) {
            SealedKey sealed = stored.key();
            SigningKey opened = MemorySigningKeyStore.MASTER_KEYS
                    .open(sealed, KeyModule.NONE)
                    .key();
            assertThat(opened.keyId()).isEqualTo(sealed.keyId());
            assertThatExceptionOfType(SigningUnavailableException.class)
                    .as("without the module, the record signs nothing")
                    .isThrownBy(() -> opened.sign(new byte[1]));
        }
    }

    @Test
    void keysInSoftwareSignUntilThoseInTheModuleTakeOver() {
        MemorySigningKeyStore store = MemorySigningKeyStore.filled();
        SigningKeyRing ring = ring(store);
        RotateSigningKeys rotation = rotation(ring);

        rotation.rotateIfDue();
        assertThat(states(ring, Algorithm.ES256)).containsExactly(State.ACTIVE, State.NEXT);
        assertThat(ring.active(Algorithm.ES256).isInModule()).isFalse();
        assertThat(ring.active(Algorithm.EDDSA).isInModule()).isFalse();

        clock.advance(LEAD);
        rotation.rotateIfDue();
        assertThat(module.keys).hasSize(2);
        assertThat(ring.active(Algorithm.RS256).isInModule()).isTrue();
        assertThat(ring.active(Algorithm.ES256).isInModule()).isTrue();
        assertThat(states(ring, Algorithm.EDDSA)).containsExactly(State.RETIRING);
        assertThat(ring.published()).hasSize(5);
        assertThatExceptionOfType(SigningUnavailableException.class)
                .isThrownBy(() -> ring.active(Algorithm.EDDSA))
                .withMessageContaining("has none of EdDSA");

        clock.advance(SigningKeySchedule.PUBLISHED_AFTERWARDS);
        assertThat(ring.published()).hasSize(2).allMatch(SigningKey::isInModule);
    }

    @Test
    void backInSoftwareNewKeysSignAtOnceAndTheOldOnesStayPublished() {
        var store = new MemorySigningKeyStore();
        ring(store);
        SigningKeyRing software =
                SigningKeyRing.open(store, MemorySigningKeyStore.MASTER_KEYS, KeyGeneration.IN_MEMORY, clock);
        clock.advance(Duration.ofMinutes(1));

        rotation(software).rotateIfDue();

        assertThat(states(software, Algorithm.ES256)).containsExactly(State.RETIRING, State.ACTIVE);
        assertThat(software.active(Algorithm.ES256).sign(new byte[1])).isNotEmpty();
        assertThat(software.published()).hasSize(6);
    }

    @Test
    void aFailingModuleIsShownAndIsUsedAgainWhenItAnswers() {
        SigningKeyRing ring = ring(new MemorySigningKeyStore());
        RotateSigningKeys rotation = rotation(ring);
        rotation.tryKeys();
        assertThat(ring.isUsable()).isTrue();

        module.broken(true);
        assertThatExceptionOfType(SigningUnavailableException.class)
                .isThrownBy(() -> ring.active(Algorithm.RS256).sign(new byte[1]));
        assertThat(ring.isUsable()).isFalse();
        assertThatExceptionOfType(SigningUnavailableException.class)
                .as("the next request fails without asking the module")
                .isThrownBy(() -> ring.active(Algorithm.RS256))
                .withMessage("the module is broken");
        rotation.tryKeys();
        assertThat(ring.isUsable()).isFalse();

        module.broken(false);
        rotation.tryKeys();
        assertThat(ring.isUsable()).isTrue();
        assertThat(ring.active(Algorithm.RS256).sign(new byte[1])).isNotEmpty();
    }

    @Test
    void aFailingKeyThatDoesNotSignYetLeavesTheNodeReady() {
        SigningKeyRing ring = ring(new MemorySigningKeyStore());
        RotateSigningKeys rotation = rotation(ring);
        clock.advance(Duration.ofMinutes(1));
        rotation.rotate(ADMINISTRATOR, Map.of());
        String next = ring.keys().stream()
                .filter(key -> key.state(clock.instant()) == State.NEXT)
                .map(key -> key.key().keyId())
                .findFirst()
                .orElseThrow();
        module.keys.remove(next);

        clock.advance(Duration.ofMinutes(1));
        rotation.tryKeys();
        assertThat(ring.isUsable()).isTrue();

        clock.advance(LEAD);
        assertThat(ring.isUsable()).as("now it would sign").isFalse();
    }

    @Test
    void aSignatureThatWasNotAskedForBecauseOfOverloadIsNoFailureOfTheKey() {
        SigningKeyRing ring = ring(new MemorySigningKeyStore());
        module.overloaded(true);
        assertThatExceptionOfType(SigningUnavailableException.class)
                .isThrownBy(() -> ring.active(Algorithm.RS256).sign(new byte[1]));
        assertThat(ring.isUsable()).isTrue();

        module.overloaded(false);
        assertThat(ring.active(Algorithm.RS256).sign(new byte[1])).isNotEmpty();
    }

    @Test
    void aKeyThatTheModuleDoesNotHaveIsNotUsed() {
        SigningKeyRing ring = ring(new MemorySigningKeyStore());
        String absent = ring.active(Algorithm.ES256).keyId();
        module.keys.remove(absent);

        rotation(ring).tryKeys();

        assertThat(ring.isUsable()).isFalse();
        assertThatExceptionOfType(SigningUnavailableException.class)
                .isThrownBy(() -> ring.active(Algorithm.ES256))
                .withMessageContaining(absent);
        assertThat(ring.active(Algorithm.RS256).sign(new byte[1])).isNotEmpty();
    }

    @Test
    void ofTwoRotationsTheKeysOfTheSecondAreDeletedInTheModule() {
        var store = new MemorySigningKeyStore();
        SigningKeyRing ring = ring(store);
        clock.advance(Duration.ofMinutes(1));
        List<SigningKeyStore.StoredSigningKey> late = ring.keys().stream()
                .map(key -> new SigningKeyStore.StoredSigningKey(
                        ring.make(key.key().algorithm()),
                        clock.instant(),
                        clock.instant(),
                        key.key().keyId()))
                .toList();
        rotation(ring(store)).rotate(ADMINISTRATOR, Map.of("at_once", true));
        assertThat(module.keys).hasSize(6);

        ring.commit(new SigningKeyStore.Rotation(late, List.of(), clock.instant(), Optional.empty()));

        assertThat(module.keys.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        store.all().stream().map(key -> key.key().keyId()).toList());
    }

    @Test
    void onlyRetiredKeysThatTheStoreDeletedAreDeletedInTheModule() {
        var store = new MemorySigningKeyStore();
        SigningKeyRing ring = ring(store);
        RotateSigningKeys rotation = rotation(ring);
        clock.advance(Duration.ofMinutes(1));
        String old = ring.active(Algorithm.ES256).keyId();
        rotation.rotate(ADMINISTRATOR, Map.of("at_once", true));
        String current = ring.active(Algorithm.ES256).keyId();

        clock.advance(SigningKeySchedule.PUBLISHED_AFTERWARDS);
        ring.refresh();
        assertThat(module.keys).containsKeys(old, current);
        store.delete(old);
        store.delete(current);
        ring.refresh();

        assertThat(module.keys).containsKey(current).doesNotContainKey(old);
    }

    @Test
    void aModuleThatGeneratesNothingChangesNothing() {
        SigningKeyRing ring = ring(new MemorySigningKeyStore());
        module.broken(true);
        clock.advance(Duration.ofDays(90));

        rotation(ring).rotateIfDue();

        assertThat(ring.keys()).hasSize(2);
    }

    @Test
    void whatWasMadeBeforeAFailureIsDeletedAndTheNextAttemptComesAfterMinutes() {
        RotateSigningKeys rotation = rotation(ring(new MemorySigningKeyStore()));
        clock.advance(Duration.ofDays(90));
        module.generates(1);
        rotation.rotateIfDue();
        assertThat(module.keys).hasSize(2);

        module.generates(2);
        clock.advance(GenerationAttempts.PAUSE.minusMillis(1));
        rotation.rotateIfDue();
        assertThat(module.keys).hasSize(2);

        clock.advance(Duration.ofMillis(1));
        rotation.rotateIfDue();
        assertThat(module.keys).hasSize(4);
    }

    @Test
    void aKeyThatIsNotNamedIsDeleted() {
        SigningKeyRing ring = ring(new MemorySigningKeyStore());
        module.namesNothing(true);

        assertThatExceptionOfType(SigningUnavailableException.class)
                .isThrownBy(() -> ring.make(Algorithm.ES256))
                .withMessage("the module takes no name");
        assertThat(module.keys).hasSize(2);
    }

    @Test
    void keysOfACommitThatFailedAreDeletedWhenTheStoreHasNotTakenThem() {
        var store = new MemorySigningKeyStore();
        SigningKeyRing ring = ring(store);
        RotateSigningKeys rotation = rotation(ring);
        clock.advance(Duration.ofDays(90));
        store.failNextCommit(false);
        rotation.rotateIfDue();
        clock.advance(GenerationAttempts.PAUSE.minusMillis(1));
        ring.refresh();
        assertThat(module.keys).as("the commit may arrive late").hasSize(4);

        clock.advance(Duration.ofMillis(1));
        ring.refresh();
        assertThat(module.keys).hasSize(2);

        store.failNextCommit(true);
        rotation.rotateIfDue();
        clock.advance(GenerationAttempts.PAUSE);
        ring.refresh();
        assertThat(ring.keys()).as("the commit had succeeded").hasSize(4);
        assertThat(module.keys).hasSize(4);
    }
}
