package dev.countersign.server.people.passkey;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Session;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Persistent storage of passkeys, and of the challenges of valid ceremonies. A change records its event in the same
 * transaction; every result except {@code DONE} leaves everything unchanged.
 *
 * <p>Every method throws {@link dev.countersign.server.operation.StoreUnavailableException} when the store is
 * unavailable.
 */
public interface PasskeyStore {

    /** A passkey and its owner. */
    record Owned(Passkey passkey, Person owner) {}

    /** Result of a change. */
    enum Result {
        DONE,
        /** Failure: the passkey, its owner or the link does not exist, or the owner is disabled. */
        NOT_FOUND,
        /** Failure: the authenticator has a passkey of the organization already. */
        KNOWN,
        /** Failure: the owner has as many passkeys as one may have. */
        TOO_MANY,
        /** Failure: another ceremony has used the challenge. */
        CHALLENGE_USED,
        /** Failure: another ceremony has stored a signature counter as high. */
        COUNTER_BEHIND,
        /** Failure: the owner, or every administrator, could not sign in any more. */
        LAST_WAY_IN
    }

    /** The passkeys of a user, the oldest first. */
    List<Passkey> of(PersonId owner);

    Optional<Owned> find(PasskeyId id);

    Result add(Passkey passkey, UsedChallenge challenge, AdminEvent event);

    /** Adds the passkey of the user of a link, while the link is valid; the link and all sessions of the user end. */
    Result addByLink(Sha256 link, Instant now, Passkey passkey, UsedChallenge challenge, AdminEvent event);

    Result rename(Passkey passkey, String name, AdminEvent event);

    Result remove(Passkey passkey, AdminEvent event);

    /**
     * Begins a session by a valid ceremony.
     *
     * @param counter the signature counter of the ceremony, which must be higher than the stored one unless both are 0
     */
    Result begin(PasskeyId id, long counter, UsedChallenge challenge, Session session, Sha256 token, AdminEvent event);
}
