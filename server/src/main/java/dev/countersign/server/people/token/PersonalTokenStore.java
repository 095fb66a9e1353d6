package dev.countersign.server.people.token;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.operation.StoreUnavailableException;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.PersonId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Persistent storage of the personal access tokens of one organization. The tokens of a person end with the person, and
 * when the person gets a link for a lost password.
 *
 * <p>Every method throws {@link StoreUnavailableException} when the store is unavailable.
 */
public interface PersonalTokenStore {

    /** A token with its person as the person is now. */
    record Owned(PersonalToken token, Person person) {}

    /** Result of adding a token; all except {@code DONE} leave everything unchanged. */
    enum Addition {
        DONE,
        /** Failure: the person does not exist in this organization, or is disabled. */
        NO_PERSON,
        NAME_TAKEN,
        TOO_MANY
    }

    /**
     * Adds a token and records its event. Expired tokens of the person are removed first.
     *
     * @param most the most tokens of a person
     */
    Addition add(PersonalToken token, Sha256 hash, int most, AdminEvent event);

    /** The token with this hash, even if it has expired. */
    Optional<Owned> find(Sha256 hash);

    /** The token with this id, even if it has expired. */
    Optional<Owned> find(PersonalTokenId id);

    /** The tokens of a person, the newest first. */
    List<PersonalToken> of(PersonId person);

    /** The tokens that were used and expire after one time and not after another. */
    List<Owned> expiring(Instant after, Instant until);

    /** Removes a token and records the event; returns whether it existed. */
    boolean remove(PersonalTokenId id, AdminEvent event);

    /** Records the use of a token. */
    void used(PersonalTokenId id, Instant at);
}
