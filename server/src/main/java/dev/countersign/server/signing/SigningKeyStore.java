package dev.countersign.server.signing;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Our signing keys on disk, encrypted under the master key. */
public interface SigningKeyStore {

    /**
     * All of them, the oldest first.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    List<StoredSigningKey> all();

    /**
     * Changes the line of keys in one transaction. A key whose predecessor has a successor already is left out: whoever
     * comes second adds nothing. The event is recorded when anything was changed.
     *
     * @return all keys, as {@link #all} gives them afterwards
     * @throws StoreUnavailableException when the store cannot write
     */
    List<StoredSigningKey> commit(Rotation rotation);

    /**
     * Replaces what is kept of keys that are sealed under another master key now, with an event, in one transaction.
     *
     * @throws StoreUnavailableException when the store cannot write
     */
    void reseal(List<SealedKey> keys, AdminEvent event);

    /**
     * A key as it is kept.
     *
     * @param signsFrom from when on it signs
     * @param follows the key id of the one that signed before it; empty for the first
     */
    record StoredSigningKey(SealedKey key, Instant createdAt, Instant signsFrom, String follows) {}

    /**
     * A change of the line.
     *
     * @param hastened the key ids of those that shall sign from now on and not only later
     * @param event for the audit; empty when the first keys are made
     */
    record Rotation(List<StoredSigningKey> added, List<String> hastened, Instant now, Optional<AdminEvent> event) {
        public Rotation {
            added = List.copyOf(added);
            hastened = List.copyOf(hastened);
        }
    }
}
