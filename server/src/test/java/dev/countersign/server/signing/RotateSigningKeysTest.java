package dev.countersign.server.signing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.server.registry.change.ManagementFixture;
import dev.countersign.server.registry.change.TestJson;
import dev.countersign.server.registry.kind.ApplicationFields;
import dev.countersign.server.signing.SigningKeySchedule.State;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Tests that a rotation of signing keys causes no refused token, and that nodes agree on the active key. */
class RotateSigningKeysTest {
    private static final Duration LEAD = Duration.ofHours(24);
    private static final Duration INTERVAL = Duration.ofDays(3);
    private static final Duration CACHED_FOR = Duration.ofMinutes(5);
    private static final Duration SECOND = Duration.ofSeconds(1);

    private final MovingClock clock = new MovingClock();
    private final MemorySigningKeyStore store = MemorySigningKeyStore.filled();
    private final SigningKeyRing ring =
            SigningKeyRing.open(store, MemorySigningKeyStore.MASTER_KEYS, KeyGeneration.IN_MEMORY, clock);
    private final RotateSigningKeys rotation = new RotateSigningKeys(ring, INTERVAL, LEAD);

    @Test
    void throughTwoRotationsNoTokenIsUnknownToWhoCachesTheKeys() {
        Instant end = clock.instant().plus(INTERVAL.multipliedBy(2)).plus(Duration.ofDays(2));
        Map<String, Instant> outstanding = new HashMap<>();
        Set<String> signed = new java.util.HashSet<>();
        Set<String> cached = published();
        Instant cachedAt = clock.instant();
        while (clock.instant().isBefore(end)) {
            rotation.rotateIfDue();
            Instant now = clock.instant();
            if (!now.isBefore(cachedAt.plus(CACHED_FOR))) {
                cached = published();
                cachedAt = now;
            }
            for (Algorithm algorithm : KeyGeneration.IN_MEMORY.offered()) {
                String signer = ring.active(algorithm).keyId();
                outstanding.put(signer, now.plus(ApplicationFields.LONGEST_LIFETIME));
                signed.add(signer);
            }
            outstanding.values().removeIf(expiry -> !now.isBefore(expiry));
            assertThat(cached).as(now.toString()).containsAll(outstanding.keySet());
            clock.advance(Duration.ofSeconds(130));
        }
        assertThat(signed).hasSize(9);
        assertThat(published()).as("the first keys are gone").doesNotContainAnyElementsOf(firstKeys());
    }

    @Test
    void theNextKeysArePublishedADayBeforeTheySign() {
        clock.advance(INTERVAL.minus(LEAD).minus(SECOND));
        rotation.rotateIfDue();
        assertThat(states()).containsExactly(State.ACTIVE);

        clock.advance(SECOND);
        rotation.rotateIfDue();
        assertThat(states()).containsExactly(State.ACTIVE, State.NEXT);
        assertThat(published()).hasSize(6);

        clock.advance(LEAD.minus(SECOND));
        assertThat(states()).containsExactly(State.ACTIVE, State.NEXT);
        clock.advance(SECOND);
        assertThat(states()).containsExactly(State.RETIRING, State.ACTIVE);

        clock.advance(SigningKeySchedule.PUBLISHED_AFTERWARDS.minus(SECOND));
        assertThat(states()).containsExactly(State.RETIRING, State.ACTIVE);
        assertThat(published()).hasSize(6);
        clock.advance(SECOND);
        assertThat(states()).containsExactly(State.RETIRED, State.ACTIVE);
        assertThat(published()).hasSize(3);
    }

    @Test
    void onDemandTheNextKeysAreMadeOnceUntilTheySign() {
        assertThat(rotated("{}")).hasSize(6);
        assertThat(rotated("{}")).hasSize(6);
        clock.advance(LEAD);
        assertThat(rotated("{}")).hasSize(9);

        assertThat(store.events()).hasSize(2);
        assertThat(store.events()).allSatisfy(event -> {
            assertThat(event.action()).isEqualTo("signing_keys.rotated");
            assertThat(event.actor()).isEqualTo("admin-client");
            assertThat(event.before().orElseThrow()).contains("\"active\"");
            assertThat(event.after().orElseThrow()).contains("\"next\"");
        });
    }

    @Test
    void atOnceTheNextKeysSignNowAndTheOldStayPublished() {
        rotated("{'at_once':true}");

        assertThat(states()).containsExactly(State.RETIRING, State.ACTIVE);
        assertThat(published()).hasSize(6).containsAll(firstKeys());
    }

    @Test
    void atOnceTakesTheKeysThatWaitAlready() {
        rotated("{}");
        clock.advance(SECOND);
        assertThat(rotated("{'at_once':true}")).hasSize(6);

        assertThat(states()).containsExactly(State.RETIRING, State.ACTIVE);
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        assertThat(ManagementFixture.problems(
                        rotation.rotate(ManagementFixture.administrator(), TestJson.object("{'at_onec':true}"))))
                .containsExactly("/at_onec unknown_member");
    }

    @Test
    void nodesThatShareAStoreAgreeWhoeverRotates() {
        SigningKeyRing other =
                SigningKeyRing.open(store, MemorySigningKeyStore.MASTER_KEYS, KeyGeneration.IN_MEMORY, clock);
        var otherRotation = new RotateSigningKeys(other, INTERVAL, LEAD);
        clock.advance(INTERVAL.minus(LEAD));

        // both found the rotation due before either wrote
        otherRotation.rotateIfDue();
        rotation.rotateIfDue();
        assertThat(store.all()).hasSize(6);

        for (int hours = 0; hours < 60; hours++) {
            clock.advance(Duration.ofHours(1));
            for (Algorithm algorithm : KeyGeneration.IN_MEMORY.offered()) {
                assertThat(ring.active(algorithm).keyId())
                        .isEqualTo(other.active(algorithm).keyId());
            }
            assertThat(published()).isEqualTo(keyIds(other.published()));
        }
    }

    @Test
    void aSecondSuccessorOfTheSameKeyIsLeftOut() {
        var now = clock.instant();
        String first = ring.active(Algorithm.ES256).keyId();
        for (int i = 0; i < 2; i++) {
            ring.commit(new SigningKeyStore.Rotation(
                    List.of(new SigningKeyStore.StoredSigningKey(ring.make(Algorithm.ES256), now, now, first)),
                    List.of(),
                    now,
                    java.util.Optional.empty()));
        }

        assertThat(store.all()).hasSize(4);
    }

    @Test
    void goesOnSigningWhileTheStoreIsGone() {
        rotated("{}");
        store.breakDown();
        clock.advance(LEAD);
        rotation.rotateIfDue();

        assertThat(states()).containsExactly(State.RETIRING, State.ACTIVE);
    }

    @Test
    void withoutAnIntervalNothingIsReplacedByItself() {
        var onDemand = new RotateSigningKeys(ring, Duration.ZERO, LEAD);
        clock.advance(Duration.ofDays(4000));
        onDemand.rotateIfDue();

        assertThat(states()).containsExactly(State.ACTIVE);
    }

    @Test
    void aClockSetBackBehindTheFirstKeyStillSigns() {
        clock.advance(Duration.ofDays(-1));

        assertThat(firstKeys()).contains(ring.active(Algorithm.RS256).keyId());
        assertThat(published()).isEqualTo(firstKeys());
    }

    private List<SigningKeySchedule> rotated(String input) {
        return ManagementFixture.done(rotation.rotate(ManagementFixture.administrator(), TestJson.object(input)));
    }

    /** The states of the keys of one algorithm, the oldest first. */
    private List<State> states() {
        return ring.keys().stream()
                .filter(key -> key.key().algorithm() == Algorithm.ES256)
                .map(key -> key.state(clock.instant()))
                .toList();
    }

    private Set<String> published() {
        return keyIds(ring.published());
    }

    private static Set<String> keyIds(List<SigningKey> keys) {
        return keys.stream().map(SigningKey::keyId).collect(Collectors.toSet());
    }

    private static Set<String> firstKeys() {
        return MemorySigningKeyStore.filled().all().stream()
                .map(key -> key.key().keyId())
                .collect(Collectors.toSet());
    }
}
