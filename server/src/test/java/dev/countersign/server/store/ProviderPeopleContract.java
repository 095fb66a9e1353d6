package dev.countersign.server.store;

import static dev.countersign.server.store.PeopleStoreContract.event;
import static dev.countersign.server.store.PeopleStoreContract.person;
import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.PeopleChange.Result;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.PeopleStore.Begun;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.ProviderAccount;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.ProviderSignIn.Logout;
import dev.countersign.server.people.ProviderSignIn.User;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import dev.countersign.server.store.people.SqlPeopleStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of people of an OpenID provider and of their sessions, on any engine. */
abstract class ProviderPeopleContract extends StoreContract {
    private static final String ISSUER = "https://idp.example";
    private static final WaysIn WAYS = new WaysIn(true, true, Optional.of(ISSUER));
    private static final Instant OVER = NOW.plusSeconds(660);
    private static final Person GRACE = ofProvider("grace", ISSUER, "1", Role.ADMINISTRATOR);

    private PeopleStore people;

    @BeforeEach
    void choosePort() {
        people = new SqlPeopleStore(store.organization(), WAYS);
    }

    private static Person ofProvider(String name, String issuer, String subject, Role role) {
        return new Person(
                new PersonId("id of " + name),
                name,
                role,
                true,
                NOW,
                Optional.empty(),
                true,
                Optional.of(new ProviderAccount(issuer, subject)));
    }

    private Result add(Person person) {
        return people.commit(new PeopleChange.ProviderAdded(person, event()));
    }

    private Optional<PersonId> found(String issuer, String subject) {
        return people.of(new ProviderAccount(issuer, subject)).map(Person::id);
    }

    @Test
    void readsBackAPersonByIssuerAndSubjectTogether() {
        assertThat(add(GRACE)).isEqualTo(Result.DONE);
        assertThat(add(ofProvider("heidi", "https://other.example", "1", Role.VIEWER)))
                .isEqualTo(Result.DONE);

        assertThat(people.person(GRACE.id())).contains(GRACE);
        assertThat(found(ISSUER, "1")).contains(GRACE.id());
        assertThat(found("https://other.example", "1")).contains(new PersonId("id of heidi"));
        assertThat(found(ISSUER, "2")).isEmpty();
        assertThat(found(ISSUER, "1 ")).isEmpty();
        assertThat(found(ISSUER, "a\0b")).isEmpty();
    }

    @Test
    void addsNoPersonTwiceNorUnderATakenName() {
        assertThat(add(GRACE)).isEqualTo(Result.DONE);

        assertThat(add(ofProvider("GRACE", ISSUER, "2", Role.VIEWER))).isEqualTo(Result.NAME_TAKEN);
        assertThat(add(ofProvider("other", ISSUER, "1", Role.VIEWER))).isEqualTo(Result.NAME_TAKEN);
        assertThat(people.people()).hasSize(1);
    }

    @Test
    void anAdministratorOfTheProviderIsOneWhoCanSignIn() {
        assertThat(add(GRACE)).isEqualTo(Result.DONE);
        assertThat(people.commit(new PeopleChange.Removed(GRACE.id(), event()))).isEqualTo(Result.LAST_ADMINISTRATOR);
        assertThat(people.commit(new PeopleChange.RoleChanged(GRACE.id(), Role.VIEWER, event())))
                .isEqualTo(Result.LAST_ADMINISTRATOR);

        assertThat(people.commit(new PeopleChange.Added(person("ada", Role.ADMINISTRATOR), "hash", event())))
                .isEqualTo(Result.DONE);
        assertThat(people.commit(new PeopleChange.Removed(GRACE.id(), event()))).isEqualTo(Result.DONE);
    }

    @Test
    void claimsTakeTheRoleFromTheLastAdministratorToo() {
        assertThat(add(GRACE)).isEqualTo(Result.DONE);

        assertThat(people.commit(new PeopleChange.RoleClaimed(GRACE.id(), Role.VIEWER, event())))
                .isEqualTo(Result.DONE);
        assertThat(people.person(GRACE.id())).map(Person::role).contains(Role.VIEWER);
    }

    @Test
    void aLogoutEndsTheSessionsThatItNames() {
        Person heidi = ofProvider("heidi", ISSUER, "2", Role.VIEWER);
        Person ivan = ofProvider("ivan", "https://other.example", "1", Role.VIEWER);
        List.of(GRACE, heidi, ivan).forEach(person -> assertThat(add(person)).isEqualTo(Result.DONE));
        begin("one", GRACE, Optional.of("sid-1"));
        begin("two", GRACE, Optional.of("sid-2"));
        begin("bare", GRACE, Optional.empty());
        begin("heidi", heidi, Optional.of("sid-3"));
        begin("ivan", ivan, Optional.of("sid-1"));

        assertThat(end("a", Optional.of("2"), Optional.of("sid-1"))).isZero();
        assertThat(end("b", Optional.empty(), Optional.of("sid-3"))).isOne();
        assertThat(end("c", Optional.of("1"), Optional.of("sid-1"))).isOne();
        assertThat(ids()).containsExactlyInAnyOrder("two", "bare", "ivan");
        assertThat(end("d", Optional.of("1"), Optional.empty())).isEqualTo(2);
        assertThat(ids()).containsExactly("ivan");
        assertThat(store.count("audit_events WHERE stage = 'person.changed'")).isEqualTo(3 + 5 + 4);
    }

    @Test
    void aLogoutThatWasReceivedBeforeEndsNothing() {
        assertThat(add(GRACE)).isEqualTo(Result.DONE);
        begin("one", GRACE, Optional.of("sid"));
        assertThat(end("same", Optional.of("1"), Optional.empty())).isOne();
        begin("again", GRACE, Optional.of("sid"));

        assertThat(end("same", Optional.of("1"), Optional.empty())).isZero();
        assertThat(ids()).containsExactly("again");
    }

    @Test
    void aLogoutDuringASignInThatItConcernsLetsItBeginNoSession() {
        Person heidi = ofProvider("heidi", ISSUER, "2", Role.VIEWER);
        Person ivan = ofProvider("ivan", "https://other.example", "1", Role.VIEWER);
        List.of(GRACE, heidi, ivan).forEach(person -> assertThat(add(person)).isEqualTo(Result.DONE));

        assertThat(end("a", Optional.empty(), Optional.of("sid-1"))).isZero();
        assertThat(end("b", Optional.of("2"), Optional.empty())).isZero();
        assertThat(end("c", Optional.of("1"), Optional.of("sid-2"))).isZero();

        assertThat(begun("1", GRACE, Optional.of("sid-1"), OVER)).isEqualTo(Begun.LOGGED_OUT);
        assertThat(begun("2", GRACE, Optional.of("sid-2"), OVER)).isEqualTo(Begun.LOGGED_OUT);
        assertThat(begun("3", GRACE, Optional.of("sid-3"), OVER)).isEqualTo(Begun.DONE);
        assertThat(begun("4", GRACE, Optional.empty(), OVER)).isEqualTo(Begun.DONE);
        assertThat(begun("5", heidi, Optional.of("sid-3"), OVER)).isEqualTo(Begun.LOGGED_OUT);
        assertThat(begun("6", heidi, Optional.empty(), OVER)).isEqualTo(Begun.LOGGED_OUT);
        assertThat(begun("7", ivan, Optional.of("sid-1"), OVER)).isEqualTo(Begun.DONE);
        assertThat(ids()).containsExactlyInAnyOrder("3", "4", "7");
        assertThat(store.count("audit_events WHERE stage = 'person.changed'")).isEqualTo(3 + 3);
    }

    @Test
    void aSignInThatBeganAfterTheLogoutBeginsASession() {
        assertThat(add(GRACE)).isEqualTo(Result.DONE);
        assertThat(end("a", Optional.empty(), Optional.of("sid"))).isZero();

        assertThat(begun("before", GRACE, Optional.of("sid"), OVER.minusMillis(1)))
                .isEqualTo(Begun.LOGGED_OUT);
        assertThat(begun("after", GRACE, Optional.of("sid"), OVER.plusMillis(1)))
                .isEqualTo(Begun.DONE);
    }

    @Test
    void aLaterLogoutCountsForTheSignInsBetween() {
        assertThat(add(GRACE)).isEqualTo(Result.DONE);
        assertThat(end("a", Optional.empty(), Optional.of("sid"))).isZero();
        assertThat(people.end(logout("b", Optional.empty(), Optional.of("sid"), OVER.plusSeconds(60)), _ -> event()))
                .isZero();

        assertThat(begun("between", GRACE, Optional.of("sid"), OVER.plusSeconds(30)))
                .isEqualTo(Begun.LOGGED_OUT);
    }

    @Test
    void whatCountsOnceIsUsedOnce() {
        assertThat(people.use(Sha256.ofUtf8("state"), OVER)).isTrue();
        assertThat(people.use(Sha256.ofUtf8("state"), OVER.plusSeconds(1))).isFalse();
        assertThat(people.use(Sha256.ofUtf8("another"), OVER)).isTrue();
    }

    private void begin(String id, Person person, Optional<String> sid) {
        assertThat(begun(id, person, sid, OVER.plusSeconds(1))).isEqualTo(Begun.DONE);
    }

    private Begun begun(String id, Person person, Optional<String> sid, Instant over) {
        var session = new Session(new SessionId(id), person, NOW, NOW, "192.0.2.1", "a browser");
        var user = new User(person.provider().orElseThrow(), person.username(), Optional.of(person.role()), sid, over);
        return people.begin(session, Sha256.ofUtf8(id), user, event());
    }

    private int end(String jti, Optional<String> subject, Optional<String> sid) {
        return people.end(logout(jti, subject, sid, OVER), _ -> event());
    }

    private static Logout logout(String jti, Optional<String> subject, Optional<String> sid, Instant over) {
        return new Logout(
                ISSUER,
                subject,
                sid,
                new ReplayKey(Sha256.ofUtf8(jti), NOW.plusSeconds(600)),
                over,
                new CorrelationId("c"));
    }

    private List<String> ids() {
        return people.sessions().stream().map(session -> session.id().value()).toList();
    }
}
