package dev.countersign.server.store;

import static dev.countersign.server.store.PeopleStoreContract.event;
import static dev.countersign.server.store.PeopleStoreContract.person;
import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.PeopleChange.Result;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import dev.countersign.server.store.database.Retention;
import dev.countersign.server.store.people.SqlPeopleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of the console's sessions, on any engine. */
abstract class SessionsContract extends StoreContract {
    private static final Sha256 TOKEN = Sha256.ofUtf8("session");
    private static final Sha256 OTHER_TOKEN = Sha256.ofUtf8("other session");
    private static final Person ADA = person("ada", Role.ADMINISTRATOR);
    private static final Person BOB = person("bob", Role.VIEWER);

    private PeopleStore people;

    @BeforeEach
    void addPeople() {
        people = new SqlPeopleStore(store.organization(), WaysIn.USUAL);
        for (Person person : List.of(ADA, BOB)) {
            assertThat(people.commit(new PeopleChange.Added(person, "hash", event())))
                    .isEqualTo(Result.DONE);
        }
    }

    @Test
    void readsBackASessionWithItsPersonAsTheyAreNow() {
        var session = new Session(
                new SessionId("s"), BOB, NOW, NOW.plusSeconds(60), "2001:db8::1", "Browser \uD83D\uDDDD".repeat(20));
        assertThat(people.begin(session, TOKEN, event())).isTrue();
        assertThat(people.commit(new PeopleChange.RoleChanged(BOB.id(), Role.EDITOR, event())))
                .isEqualTo(Result.DONE);
        var now = new Person(BOB.id(), "bob", Role.EDITOR, true, NOW, Optional.of(NOW), true);

        assertThat(people.session(TOKEN))
                .contains(new Session(
                        session.id(),
                        now,
                        session.startedAt(),
                        session.lastSeenAt(),
                        session.address(),
                        session.userAgent()));
        assertThat(people.person(BOB.id())).contains(now);
    }

    @Test
    void knowsNoSessionThatNeverBegan() {
        assertThat(people.session(TOKEN)).isEmpty();
        assertThat(people.sessions()).isEmpty();
        assertThat(people.end(new SessionId("s"), event())).isFalse();
        people.seen(new SessionId("s"), NOW);
        assertThat(events("person.changed")).isEqualTo(2);
    }

    @Test
    void beginsNoneForWhoIsGoneOrDisabled() {
        assertThat(people.commit(new PeopleChange.EnabledChanged(BOB.id(), false, event())))
                .isEqualTo(Result.DONE);

        assertThat(begin("s", BOB, TOKEN, NOW)).isFalse();
        assertThat(begin("s", person("eve", Role.VIEWER), TOKEN, NOW)).isFalse();

        assertThat(people.sessions()).isEmpty();
        assertThat(people.person(BOB.id()).orElseThrow().lastSignedInAt()).isEmpty();
    }

    @Test
    void listsTheLatestFirstAndThoseOfOneMomentByTheCharactersOfTheirIds() {
        for (String id : List.of("_", "b", "A", "a", "B", "-", "1")) {
            assertThat(begin(id, BOB, Sha256.ofUtf8(id), NOW)).isTrue();
        }
        assertThat(begin("later", BOB, TOKEN, NOW.plusMillis(1))).isTrue();

        assertThat(people.sessions())
                .extracting(session -> session.id().value())
                .containsExactly("later", "-", "1", "A", "B", "_", "a", "b");
    }

    @Test
    void neverGoesBackInTimeWhenASessionIsSeen() {
        assertThat(begin("s", BOB, TOKEN, NOW)).isTrue();

        people.seen(new SessionId("s"), NOW.minusMillis(1));
        assertThat(lastSeen()).isEqualTo(NOW);
        people.seen(new SessionId("s"), NOW.plusMillis(1));
        assertThat(lastSeen()).isEqualTo(NOW.plusMillis(1));
        people.seen(new SessionId("s"), NOW);
        assertThat(lastSeen()).isEqualTo(NOW.plusMillis(1));
    }

    @Test
    void endsASessionOnceForManyCallers() throws Exception {
        assertThat(begin("s", BOB, TOKEN, NOW)).isTrue();

        assertThat(allAtOnce(8, () -> people.end(new SessionId("s"), event()))).containsOnlyOnce(true);

        assertThat(people.session(TOKEN)).isEmpty();
        assertThat(events("person.changed")).isEqualTo(4);
    }

    @Test
    void aNewPasswordEndsAllSessionsButOne() {
        beginThree();

        assertThat(people.commit(new PeopleChange.PasswordChanged(BOB.id(), "new", TOKEN, event())))
                .isEqualTo(Result.DONE);

        assertThat(ids()).containsExactlyInAnyOrder("s", "of ada");
    }

    @Test
    void disablingAndRemovingAPersonEndTheirSessions() {
        beginThree();
        assertThat(people.commit(new PeopleChange.EnabledChanged(BOB.id(), false, event())))
                .isEqualTo(Result.DONE);
        assertThat(ids()).containsExactly("of ada");

        assertThat(people.commit(new PeopleChange.EnabledChanged(BOB.id(), true, event())))
                .isEqualTo(Result.DONE);
        assertThat(begin("s", BOB, TOKEN, NOW)).isTrue();
        assertThat(people.commit(new PeopleChange.Removed(BOB.id(), event()))).isEqualTo(Result.DONE);
        assertThat(ids()).containsExactly("of ada");
    }

    @Test
    void aNewLinkEndsTheSessionsOfItsPerson() {
        beginThree();

        assertThat(people.commit(
                        new PeopleChange.LinkMade(BOB.id(), Sha256.ofUtf8("link"), NOW.plusSeconds(60), event())))
                .isEqualTo(Result.DONE);

        assertThat(ids()).containsExactly("of ada");
    }

    @Test
    void forgetsIdleAndLongSessionsAtTheMomentTheyEnd() {
        assertThat(begin("idle", BOB, TOKEN, NOW)).isTrue();
        purgeAt(NOW.plus(Session.IDLE).minusMillis(1));
        assertThat(ids()).containsExactly("idle");
        purgeAt(NOW.plus(Session.IDLE));
        assertThat(ids()).isEmpty();

        assertThat(begin("long", BOB, TOKEN, NOW)).isTrue();
        people.seen(new SessionId("long"), NOW.plus(Session.LONGEST).minus(Duration.ofMinutes(1)));
        purgeAt(NOW.plus(Session.LONGEST).minusMillis(1));
        assertThat(ids()).containsExactly("long");
        purgeAt(NOW.plus(Session.LONGEST));
        assertThat(ids()).isEmpty();
    }

    private void purgeAt(Instant now) {
        new Purge(store.writer, () -> now, Retention.DEFAULT).run(() -> true);
    }

    private void beginThree() {
        assertThat(begin("s", BOB, TOKEN, NOW)).isTrue();
        assertThat(begin("other", BOB, OTHER_TOKEN, NOW)).isTrue();
        assertThat(begin("of ada", ADA, Sha256.ofUtf8("of ada"), NOW)).isTrue();
    }

    private boolean begin(String id, Person person, Sha256 token, Instant at) {
        return people.begin(new Session(new SessionId(id), person, at, at, "192.0.2.1", "Browser"), token, event());
    }

    private Instant lastSeen() {
        return people.session(TOKEN).orElseThrow().lastSeenAt();
    }

    private List<String> ids() {
        return people.sessions().stream().map(session -> session.id().value()).toList();
    }
}
