package dev.countersign.server.signing;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.signing.MasterKey;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Signing key store in memory, which follows the contract of the port. */
public final class MemorySigningKeyStore implements SigningKeyStore {
    private static final MasterKey MASTER_KEY = MasterKey.generate();

    public static final MasterKeys MASTER_KEYS = new MasterKeys(MASTER_KEY, Optional.empty());

    /** Made once: an RSA key takes its time. */
    private static final List<StoredSigningKey> FIRST = first();

    private final List<StoredSigningKey> keys = new ArrayList<>();
    private final List<AdminEvent> events = new ArrayList<>();
    private boolean broken;
    private Optional<Boolean> failing = Optional.empty();

    /** A store with the first keys in it. */
    public static MemorySigningKeyStore filled() {
        var store = new MemorySigningKeyStore();
        store.keys.addAll(FIRST);
        return store;
    }

    private static List<StoredSigningKey> first() {
        var store = new MemorySigningKeyStore();
        SigningKeyRing.open(store, MASTER_KEYS, KeyGeneration.IN_MEMORY, new MovingClock());
        return store.all();
    }

    /** Deletes a key, as the purge does. */
    void delete(String keyId) {
        keys.removeIf(key -> key.key().keyId().equals(keyId));
    }

    @Override
    public synchronized List<StoredSigningKey> all() {
        if (broken) {
            throw new StoreUnavailableException(Duration.ofSeconds(5));
        }
        return List.copyOf(keys);
    }

    /**
     * Fails once, at the next commit.
     *
     * @param afterwards whether the change was made all the same
     */
    synchronized void failNextCommit(boolean afterwards) {
        failing = Optional.of(afterwards);
    }

    @Override
    public synchronized List<StoredSigningKey> commit(Rotation rotation) {
        Optional<Boolean> fails = failing;
        failing = Optional.empty();
        List<StoredSigningKey> committed = fails.equals(Optional.of(false)) ? List.of() : change(rotation);
        if (fails.isPresent()) {
            throw new StoreUnavailableException(Duration.ofSeconds(5));
        }
        return committed;
    }

    private List<StoredSigningKey> change(Rotation rotation) {
        boolean changed = false;
        for (StoredSigningKey key : rotation.added()) {
            if (keys.stream()
                    .noneMatch(other -> other.key().algorithm() == key.key().algorithm()
                            && other.follows().equals(key.follows()))) {
                keys.add(key);
                changed = true;
            }
        }
        for (int i = 0; i < keys.size(); i++) {
            StoredSigningKey key = keys.get(i);
            if (rotation.broughtForward().contains(key.key().keyId())
                    && key.signsFrom().isAfter(rotation.now())) {
                keys.set(i, new StoredSigningKey(key.key(), key.createdAt(), rotation.now(), key.follows()));
                changed = true;
            }
        }
        if (changed) {
            rotation.event().ifPresent(events::add);
        }
        return all();
    }

    @Override
    public synchronized void reseal(List<SealedKey> sealed, AdminEvent event) {
        for (int i = 0; i < keys.size(); i++) {
            StoredSigningKey kept = keys.get(i);
            for (SealedKey key : sealed) {
                if (key.keyId().equals(kept.key().keyId())) {
                    keys.set(i, new StoredSigningKey(key, kept.createdAt(), kept.signsFrom(), kept.follows()));
                }
            }
        }
        events.add(event);
    }

    /** From now on nothing can be read or written. */
    public synchronized void breakDown() {
        broken = true;
    }

    /** The events on record, in order. */
    public synchronized List<AdminEvent> events() {
        return List.copyOf(events);
    }
}
