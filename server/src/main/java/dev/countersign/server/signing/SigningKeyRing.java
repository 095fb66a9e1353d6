package dev.countersign.server.signing;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Algorithm;
import dev.countersign.core.jose.signing.KeyedHash;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jose.signing.SigningKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.core.token.SigningKeys;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.operation.Timestamps;
import dev.countersign.server.signing.SigningKeyStore.Rotation;
import dev.countersign.server.signing.SigningKeyStore.StoredSigningKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The decrypted signing keys: a sequence for each algorithm that an application may choose, starting at the first
 * start. The state of each key follows from the clock and the times in the store alone, so that nodes sharing it agree
 * without communication.
 */
public final class SigningKeyRing implements SigningKeys {
    /** Algorithms with which access tokens can be signed. */
    static final List<Algorithm> OFFERED = List.of(Algorithm.RS256, Algorithm.ES256, Algorithm.EDDSA);

    private static final System.Logger LOG = System.getLogger(SigningKeyRing.class.getName());

    private final SigningKeyStore store;
    private final MasterKeys masterKeys;
    private final InstantSource clock;
    private volatile List<SigningKeySchedule> line = List.of();

    private SigningKeyRing(SigningKeyStore store, MasterKeys masterKeys, InstantSource clock) {
        this.store = store;
        this.masterKeys = masterKeys;
        this.clock = clock;
    }

    /**
     * Opens the stored keys, encrypts again those that use the previous master key, and generates missing ones.
     *
     * @throws dev.countersign.core.jose.signing.UnsealingException when a stored key was encrypted with another master
     *     key
     * @throws StoreUnavailableException when the store is unavailable
     */
    public static SigningKeyRing open(SigningKeyStore store, MasterKeys masterKeys, InstantSource clock) {
        var ring = new SigningKeyRing(store, masterKeys, clock);
        ring.refresh();
        Instant now = Timestamps.now(clock);
        ring.reseal(now);
        List<StoredSigningKey> missing = OFFERED.stream()
                .filter(algorithm ->
                        ring.line.stream().noneMatch(key -> key.key().algorithm() == algorithm))
                .map(algorithm -> new StoredSigningKey(ring.make(algorithm), now, now, ""))
                .toList();
        if (!missing.isEmpty()) {
            // Another process may have been faster; the resulting state of the store applies.
            ring.take(store.commit(new Rotation(missing, List.of(), now, Optional.empty())));
        }
        return ring;
    }

    /** A hash with a key for another purpose that all nodes share, derived from the master key. */
    public KeyedHash derive(String purpose) {
        return masterKeys.current().derive(purpose);
    }

    /** Reads the sequence again: another node may have changed it. */
    void refresh() {
        take(store.all());
    }

    /** Uses one transaction: a process terminated in between leaves all keys unchanged. */
    private void reseal(Instant now) {
        if (masterKeys.previous().isEmpty()) {
            return;
        }
        List<SealedKey> sealed = store.all().stream()
                .map(stored -> masterKeys.open(stored.key()))
                .filter(MasterKeys.Opened::underPrevious)
                .map(opened -> opened.key().seal(masterKeys.current()))
                .toList();
        if (!sealed.isEmpty()) {
            store.reseal(
                    sealed,
                    new AdminEvent(
                            now,
                            new CorrelationId(Secrets.generateId()),
                            "countersign",
                            "signing_keys.resealed",
                            "signing-keys",
                            "signing-keys",
                            Optional.empty(),
                            Optional.empty()));
            LOG.log(
                    System.Logger.Level.INFO,
                    "{0} signing keys are encrypted under the new master key; the previous one opens old backups only",
                    sealed.size());
        }
    }

    /** Changes the sequence. */
    void commit(Rotation rotation) {
        take(store.commit(rotation));
    }

    /** A new key, for the store. */
    SealedKey make(Algorithm algorithm) {
        return SigningKey.generate(algorithm).seal(masterKeys.current());
    }

    private void take(List<StoredSigningKey> stored) {
        Map<String, SigningKey> known = new HashMap<>();
        line.forEach(key -> known.put(key.key().keyId(), key.key()));
        Map<String, Instant> ends = new HashMap<>();
        stored.forEach(key -> ends.put(key.follows(), key.signsFrom()));
        List<SigningKeySchedule> fresh = new ArrayList<>();
        for (StoredSigningKey key : stored) {
            String id = key.key().keyId();
            SigningKey opened = known.containsKey(id)
                    ? known.get(id)
                    : masterKeys.open(key.key()).key();
            fresh.add(new SigningKeySchedule(
                    opened, key.createdAt(), key.signsFrom(), Optional.ofNullable(ends.get(id))));
        }
        line = List.copyOf(fresh);
    }

    /** All stored keys, the oldest first. */
    public List<SigningKeySchedule> keys() {
        return line;
    }

    /** The time at which the states of keys are determined. */
    public Instant now() {
        return clock.instant();
    }

    @Override
    public SigningKey active(Algorithm algorithm) {
        Instant now = clock.instant();
        SigningKeySchedule active = null;
        for (SigningKeySchedule key : line) {
            if (key.key().algorithm() == algorithm && (active == null || signsInsteadOf(active, key, now))) {
                active = key;
            }
        }
        if (active == null) {
            throw new IllegalStateException("there is no signing key for " + algorithm.value());
        }
        return active.key();
    }

    /** Whether the later of two keys is active; the first of all keys signs even if the clock is set back before it. */
    private static boolean signsInsteadOf(SigningKeySchedule active, SigningKeySchedule key, Instant now) {
        return !now.isBefore(key.signsFrom()) && key.signsFrom().isAfter(active.signsFrom());
    }

    @Override
    public List<SigningKey> published() {
        Instant now = clock.instant();
        return line.stream()
                .filter(key -> key.state(now) != SigningKeySchedule.State.RETIRED)
                .map(SigningKeySchedule::key)
                .toList();
    }
}
