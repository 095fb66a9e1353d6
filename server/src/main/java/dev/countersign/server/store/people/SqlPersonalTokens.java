package dev.countersign.server.store.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.token.PersonalToken;
import dev.countersign.server.people.token.PersonalTokenId;
import dev.countersign.server.people.token.PersonalTokenStore;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.database.OrganizationStore;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Personal access tokens in the database.
 *
 * @param ways in which their owners can sign in
 */
public record SqlPersonalTokens(OrganizationStore store, WaysIn ways) implements PersonalTokenStore {

    @Override
    public Addition add(PersonalToken token, Sha256 hash, int most, AdminEvent event) {
        return store.write(connection -> add(connection, token, hash, most, event), Addition.DONE::equals);
    }

    private static Addition add(
            OrganizationConnection connection, PersonalToken token, Sha256 hash, int most, AdminEvent event)
            throws SQLException {
        PersonId person = token.person();
        if (!PersonalTokenRows.lockPerson(connection, person)) {
            return Addition.NO_PERSON;
        }
        PersonalTokenRows.deleteExpired(connection, person, token.createdAt());
        if (PersonalTokenRows.has(connection, person, token.name())) {
            return Addition.NAME_TAKEN;
        }
        if (PersonalTokenRows.count(connection, person) >= most) {
            return Addition.TOO_MANY;
        }
        PersonalTokenRows.insert(connection, token, hash);
        AuditRows.insert(connection, event);
        return Addition.DONE;
    }

    @Override
    public Optional<Owned> find(Sha256 hash) {
        return store.read(connection -> PersonalTokenRows.find(connection, ways, hash));
    }

    @Override
    public Optional<Owned> find(PersonalTokenId id) {
        return store.read(connection -> PersonalTokenRows.find(connection, ways, id));
    }

    @Override
    public List<PersonalToken> of(PersonId person) {
        return store
                .read(connection -> PersonalTokenRows.of(
                        connection, ways, person, store.engine().collation()))
                .stream()
                .map(Owned::token)
                .toList();
    }

    @Override
    public List<Owned> expiring(Instant after, Instant until) {
        return store.read(connection -> PersonalTokenRows.expiring(
                connection, ways, after, until, store.engine().collation()));
    }

    @Override
    public boolean remove(PersonalTokenId id, AdminEvent event) {
        return store.write(
                connection -> {
                    if (!PersonalTokenRows.delete(connection, id)) {
                        return false;
                    }
                    AuditRows.insert(connection, event);
                    return true;
                },
                Boolean::booleanValue);
    }

    @Override
    public void used(PersonalTokenId id, Instant at) {
        store.write(connection -> PersonalTokenRows.used(connection, id, at));
    }
}
