package dev.countersign.server.store.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.PeopleChange.Result;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.ProviderSignIn;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import dev.countersign.server.store.audit.AuditRows;
import dev.countersign.server.store.column.OrganizationConnection;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.ledger.ReceivedOnce;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Users, links and sessions in the database. The sessions of an organization other than the root include visits.
 *
 * @param ways in which the users can sign in
 */
public record SqlPeopleStore(OrganizationStore store, WaysIn ways) implements PeopleStore {

    @Override
    public List<Person> people() {
        return store.read(connection -> PeopleRows.all(connection, ways, collation()));
    }

    @Override
    public Optional<Person> person(PersonId id) {
        return store.read(connection -> PeopleRows.find(connection, ways, id));
    }

    @Override
    public Optional<Known> named(String username) {
        return store.read(connection -> PeopleRows.named(connection, ways, username));
    }

    @Override
    public Result commit(PeopleChange change) {
        return store.write(connection -> commit(connection, ways, change), Result.DONE::equals);
    }

    /** Makes the change with its event in a transaction, which is to be rolled back unless the result is {@code DONE}. */
    public static Result commit(OrganizationConnection connection, WaysIn ways, PeopleChange change)
            throws SQLException {
        boolean had = PeopleRows.hasAdministrator(connection, ways);
        Result result = apply(connection, ways, change);
        boolean binding = !(change instanceof PeopleChange.RoleClaimed);
        if (result == Result.DONE && binding && had && !PeopleRows.hasAdministrator(connection, ways)) {
            return Result.LAST_ADMINISTRATOR;
        }
        AuditRows.insert(connection, change.event());
        return result;
    }

    private static Result apply(OrganizationConnection connection, WaysIn ways, PeopleChange change)
            throws SQLException {
        return switch (change) {
            case PeopleChange.Added(var person, var hash, var _) -> add(connection, person, Optional.of(hash));
            case PeopleChange.Invited(var person, var link, var expires, var _) -> {
                Result added = add(connection, person, Optional.empty());
                if (added == Result.DONE && person.enabled()) {
                    OneTimeLinkRows.insert(connection, link, Optional.of(person.id()), expires);
                }
                yield added;
            }
            case PeopleChange.FirstAdded(var person, var hash, var link, var now, var _) -> {
                if (!OneTimeLinkRows.isSetupOpen(connection, ways, link, now)) {
                    yield Result.LINK_USED;
                }
                OneTimeLinkRows.deleteSetup(connection);
                yield add(connection, person, Optional.of(hash));
            }
            case PeopleChange.Accepted(var link, var now, var hash, var _) -> accept(connection, ways, link, now, hash);
            case PeopleChange.LinkMade(var id, var link, var expires, var _) -> {
                if (PeopleRows.find(connection, ways, id).isEmpty()) {
                    yield Result.NOT_FOUND;
                }
                endAll(connection, id);
                OneTimeLinkRows.insert(connection, link, Optional.of(id), expires);
                yield Result.DONE;
            }
            case PeopleChange.PasswordChanged(var id, var hash, var kept, var _) -> {
                SessionRows.deleteOthers(connection, id, kept);
                OneTimeLinkRows.deleteOf(connection, id);
                yield found(PeopleRows.setPassword(connection, id, hash));
            }
            case PeopleChange.ProviderAdded(var person, var _) -> add(connection, person, Optional.empty());
            case PeopleChange.RoleClaimed(var id, var role, var _) -> found(PeopleRows.setRole(connection, id, role));
            case PeopleChange.RoleLost(var id, var _) -> {
                shutOut(connection, id);
                PersonalTokenRows.deleteOf(connection, id);
                yield Result.DONE;
            }
            case PeopleChange.RoleChanged(var id, var role, var _) -> found(PeopleRows.setRole(connection, id, role));
            case PeopleChange.EnabledChanged(var id, var enabled, var _) -> {
                shutOut(connection, id);
                yield found(PeopleRows.setEnabled(connection, id, enabled));
            }
            case PeopleChange.Removed(var id, var _) -> {
                endAll(connection, id);
                yield found(PeopleRows.delete(connection, id));
            }
        };
    }

    private static Result add(OrganizationConnection connection, Person person, Optional<String> hash)
            throws SQLException {
        return PeopleRows.insert(connection, person, hash) ? Result.DONE : Result.NAME_TAKEN;
    }

    private static Result accept(OrganizationConnection connection, WaysIn ways, Sha256 link, Instant now, String hash)
            throws SQLException {
        Optional<Person> person = OneTimeLinkRows.invited(connection, ways, link, now);
        if (person.isEmpty()) {
            return Result.LINK_USED;
        }
        endAll(connection, person.get().id());
        PeopleRows.setPassword(connection, person.get().id(), hash);
        return Result.DONE;
    }

    /**
     * Deletes sessions, links, passkeys and tokens of a user. Also when a link is accepted: the earlier password was valid
     * until then, and passkeys and tokens could be made with it.
     */
    static void endAll(OrganizationConnection connection, PersonId id) throws SQLException {
        shutOut(connection, id);
        PersonalTokenRows.deleteOf(connection, id);
        PasskeyRows.deleteOf(connection, id);
    }

    private static void shutOut(OrganizationConnection connection, PersonId id) throws SQLException {
        SessionRows.deleteOf(connection, id);
        OneTimeLinkRows.deleteOf(connection, id);
    }

    private static Result found(boolean done) {
        return done ? Result.DONE : Result.NOT_FOUND;
    }

    @Override
    public void keepSetupLink(Sha256 link, Instant expires) {
        store.write(connection -> {
            keepSetupLink(connection, link, expires);
            return true;
        });
    }

    /** The same within a transaction. */
    public static void keepSetupLink(OrganizationConnection connection, Sha256 link, Instant expires)
            throws SQLException {
        OneTimeLinkRows.deleteSetup(connection);
        OneTimeLinkRows.insert(connection, link, Optional.empty(), expires);
    }

    @Override
    public boolean isSetupOpen(Sha256 link, Instant now) {
        return store.read(connection -> OneTimeLinkRows.isSetupOpen(connection, ways, link, now));
    }

    @Override
    public Optional<Person> invited(Sha256 link, Instant now) {
        return store.read(connection -> OneTimeLinkRows.invited(connection, ways, link, now));
    }

    @Override
    public boolean begin(Session session, Sha256 token, AdminEvent event) {
        return store.write(
                connection -> begin(connection, session, token, Optional.empty(), event), Boolean::booleanValue);
    }

    private static boolean begin(
            OrganizationConnection connection,
            Session session,
            Sha256 token,
            Optional<String> providerSession,
            AdminEvent event)
            throws SQLException {
        if (!PeopleRows.signedIn(connection, session.person().id(), session.startedAt())) {
            return false;
        }
        SessionRows.insert(connection, session, token, providerSession);
        AuditRows.insert(connection, event);
        return true;
    }

    /** Excludes logouts, which take the same lock: one that is not seen here sees the session. */
    @Override
    public Begun begin(Session session, Sha256 token, ProviderSignIn.User user, AdminEvent event) {
        return store.write(
                connection -> {
                    store.engine().excludeRedemptions(connection.connection());
                    if (UsedOnceRows.isLoggedOut(connection, user)) {
                        return Begun.LOGGED_OUT;
                    }
                    return begin(connection, session, token, user.session(), event) ? Begun.DONE : Begun.DISABLED;
                },
                Begun.DONE::equals);
    }

    @Override
    public boolean use(Sha256 hash, Instant until) {
        return store.write(connection -> UsedOnceRows.use(connection, hash, until));
    }

    @Override
    public Optional<Person> of(Person.ProviderAccount account) {
        return store.read(connection -> PeopleRows.of(connection, ways, account));
    }

    @Override
    public int end(ProviderSignIn.Logout logout, Function<Session, AdminEvent> event) {
        return store.write(connection -> {
            store.engine().excludeRedemptions(connection.connection());
            if (!ReceivedOnce.isNew(store, connection, logout.replayKey())) {
                return 0;
            }
            UsedOnceRows.keep(connection, logout);
            List<Session> sessions =
                    SessionRows.ofProvider(connection, ways, logout.issuer(), logout.subject(), logout.session());
            for (Session session : sessions) {
                SessionRows.delete(connection, session.id());
                AuditRows.insert(connection, event.apply(session));
            }
            return sessions.size();
        });
    }

    @Override
    public void rehash(PersonId id, String before, String after) {
        store.write(connection -> PeopleRows.rehash(connection, id, before, after));
    }

    @Override
    public Optional<Session> session(Sha256 token) {
        Optional<Session> session = store.read(connection -> SessionRows.find(connection, ways, token));
        return session.isEmpty() && hasVisits()
                ? store.readBesideRoot(connection -> VisitRows.find(connection, token))
                : session;
    }

    @Override
    public void seen(SessionId id, Instant at) {
        store.write(connection -> SessionRows.seen(connection, id, at));
        if (hasVisits()) {
            store.writeBesideRoot(connection -> VisitRows.seen(connection, id, at), _ -> true);
        }
    }

    @Override
    public List<Session> sessions() {
        List<Session> sessions = store.read(connection -> SessionRows.all(connection, ways, collation()));
        return hasVisits() ? withVisits(sessions) : sessions;
    }

    private List<Session> withVisits(List<Session> sessions) {
        List<Session> visits = store.readBesideRoot(connection -> VisitRows.all(connection, collation()));
        return Stream.concat(sessions.stream(), visits.stream())
                .sorted(Comparator.comparing(Session::lastSeenAt).reversed())
                .toList();
    }

    private boolean hasVisits() {
        return !store.key().isRoot();
    }

    @Override
    public boolean end(SessionId id, AdminEvent event) {
        return store.write(
                connection -> {
                    if (!SessionRows.delete(connection, id) && !VisitRows.delete(connection, id)) {
                        return false;
                    }
                    AuditRows.insert(connection, event);
                    return true;
                },
                Boolean::booleanValue);
    }

    private String collation() {
        return store.engine().collation();
    }

    @Override
    public void record(AdminEvent event) {
        store.write(connection -> {
            AuditRows.insert(connection, event);
            return true;
        });
    }
}
