package dev.countersign.server.management;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.MasterKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Our signing keys in memory, by the rules of the port. */
public final class MemorySigningKeyStore implements SigningKeyStore {
    public static final MasterKey MASTER_KEY = MasterKey.generate();

    /** Made once: an RSA key takes its time. */
    private static final List<StoredSigningKey> FIRST = first();

    private final List<StoredSigningKey> keys = new ArrayList<>();
    private final List<AdminEvent> events = new ArrayList<>();
    private boolean broken;

    /** A store with the first keys in it. */
    public static MemorySigningKeyStore filled() {
        var store = new MemorySigningKeyStore();
        store.keys.addAll(FIRST);
        return store;
    }

    private static List<StoredSigningKey> first() {
        var store = new MemorySigningKeyStore();
        SigningKeyRing.open(store, MASTER_KEY, new MovingClock());
        return store.all();
    }

    @Override
    public synchronized List<StoredSigningKey> all() {
        if (broken) {
            throw new StoreUnavailableException(Duration.ofSeconds(5));
        }
        return List.copyOf(keys);
    }

    @Override
    public synchronized List<StoredSigningKey> commit(Rotation rotation) {
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
            if (rotation.hastened().contains(key.key().keyId())
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

    /** From now on nothing can be read or written. */
    public synchronized void breakDown() {
        broken = true;
    }

    /** The events on record, in order. */
    public synchronized List<AdminEvent> events() {
        return List.copyOf(events);
    }
}
