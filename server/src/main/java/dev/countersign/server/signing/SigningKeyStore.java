package dev.countersign.server.signing;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.signing.SealedKey;
import dev.countersign.server.operation.StoreUnavailableException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Persistent storage of the signing keys, encrypted under the master key. */
public interface SigningKeyStore {

    /**
     * All of them, the oldest first.
     *
     * @throws StoreUnavailableException when the store cannot be read
     */
    List<StoredSigningKey> all();

    /**
     * Changes the sequence of keys in one transaction. A key whose predecessor already has a successor is left out, so
     * that of two concurrent rotations the second adds nothing. The event is recorded when anything was changed.
     *
     * @return all keys, as {@link #all} gives them afterwards
     * @throws StoreUnavailableException when the store cannot write
     */
    List<StoredSigningKey> commit(Rotation rotation);

    /**
     * Replaces keys that are now encrypted under another master key, with an event, in one transaction.
     *
     * @throws StoreUnavailableException when the store cannot write
     */
    void reseal(List<SealedKey> keys, AdminEvent event);

    /**
     * A stored key.
     *
     * @param signsFrom time from which it signs
     * @param follows the key id of its predecessor; empty for the first
     */
    record StoredSigningKey(SealedKey key, Instant createdAt, Instant signsFrom, String follows) {}

    /**
     * A change of the sequence.
     *
     * @param broughtForward the key ids of those that sign from now on rather than later
     * @param event for the audit; empty when the first keys are generated
     */
    record Rotation(
            List<StoredSigningKey> added, List<String> broughtForward, Instant now, Optional<AdminEvent> event) {
        public Rotation {
            added = List.copyOf(added);
            broughtForward = List.copyOf(broughtForward);
        }
    }
}
