package dev.countersign.server.store.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.passkey.Passkey;
import dev.countersign.server.people.passkey.PasskeyId;
import dev.countersign.server.people.passkey.PasskeyStore;
import dev.countersign.server.people.passkey.UsedChallenge;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.database.OrganizationWork;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Passkeys and used challenges in the database.
 *
 * @param ways in which their owners can sign in
 */
public record SqlPasskeyStore(OrganizationStore store, WaysIn ways) implements PasskeyStore {

    @Override
    public List<Passkey> of(PersonId owner) {
        return store.read(
                connection -> PasskeyRows.of(connection, owner, store.engine().collation()));
    }

    @Override
    public Optional<Owned> find(PasskeyId id) {
        return store.read(connection -> PasskeyRows.find(connection, ways, id));
    }

    @Override
    public Result add(Passkey passkey, UsedChallenge challenge, AdminEvent event) {
        return change(event, connection -> add(connection, passkey, challenge));
    }

    @Override
    public Result addByLink(Sha256 link, Instant now, Passkey passkey, UsedChallenge challenge, AdminEvent event) {
        return change(event, connection -> {
            boolean open = OneTimeLinkRows.invited(connection, ways, link, now)
                    .filter(person -> person.id().equals(passkey.owner()))
                    .isPresent();
            if (!open) {
                return Result.NOT_FOUND;
            }
            SqlPeopleStore.endAll(connection, passkey.owner());
            PeopleRows.endPassword(connection, passkey.owner());
            return add(connection, passkey, challenge);
        });
    }

    private Result add(OrganizationConnection connection, Passkey passkey, UsedChallenge challenge)
            throws SQLException {
        if (!PeopleRows.find(connection, ways, passkey.owner())
                .map(Person::enabled)
                .orElse(false)) {
            return Result.NOT_FOUND;
        }
        if (PasskeyRows.count(connection, passkey.owner()) >= Passkey.MOST) {
            return Result.TOO_MANY;
        }
        if (!PasskeyRows.use(connection, challenge)) {
            return Result.CHALLENGE_USED;
        }
        return PasskeyRows.insert(connection, passkey) ? Result.DONE : Result.KNOWN;
    }

    @Override
    public Result rename(Passkey passkey, String name, AdminEvent event) {
        return change(event, connection -> found(PasskeyRows.rename(connection, passkey, name)));
    }

    @Override
    public Result remove(Passkey passkey, AdminEvent event) {
        return change(event, connection -> {
            if (!PasskeyRows.delete(connection, passkey)) {
                return Result.NOT_FOUND;
            }
            boolean canSignIn = PeopleRows.find(connection, ways, passkey.owner())
                    .map(Person::canSignIn)
                    .orElse(false);
            return canSignIn ? Result.DONE : Result.LAST_WAY_IN;
        });
    }

    @Override
    public Result begin(
            PasskeyId id, long counter, UsedChallenge challenge, Session session, Sha256 token, AdminEvent event) {
        return change(event, connection -> {
            if (!PeopleRows.signedIn(connection, session.person().id(), session.startedAt())) {
                return Result.NOT_FOUND;
            }
            if (!PasskeyRows.use(connection, challenge)) {
                return Result.CHALLENGE_USED;
            }
            if (!PasskeyRows.used(connection, id, counter, session.startedAt())) {
                return Result.COUNTER_BEHIND;
            }
            SessionRows.insert(connection, session, token, Optional.empty());
            return Result.DONE;
        });
    }

    private static Result found(boolean done) {
        return done ? Result.DONE : Result.NOT_FOUND;
    }

    private Result change(AdminEvent event, OrganizationWork<Result> work) {
        return store.write(
                connection -> {
                    Result result = work.run(connection);
                    if (result == Result.DONE) {
                        AuditRows.insert(connection, event);
                    }
                    return result;
                },
                Result.DONE::equals);
    }
}
