package dev.countersign.server.store;

import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.PeopleChange.Result;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.PeopleStore.Known;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.store.people.SqlPeopleStore;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of users and their one-time links, on any engine. */
abstract class PeopleStoreContract extends StoreContract {
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Instant EXPIRY = NOW.plusSeconds(600);
    private static final Sha256 LINK = Sha256.ofUtf8("link");
    private static final Sha256 OTHER_LINK = Sha256.ofUtf8("other link");
    private static final Person ADA = person("ada", Role.ADMINISTRATOR);
    private static final Person BOB = person("bob", Role.VIEWER);

    private PeopleStore people;

    @BeforeEach
    void choosePort() {
        people = new SqlPeopleStore(store.organization(), WaysIn.USUAL);
    }

    @Test
    void readsBackAPersonWithAPassword() {
        assertThat(add(ADA)).isEqualTo(Result.DONE);

        assertThat(people.person(ADA.id())).contains(ADA);
        assertThat(people.named("ada")).contains(new Known(ADA, Optional.of("hash of ada")));
        assertThat(people.people()).containsExactly(ADA);
    }

    @Test
    void readsBackAnInvitedPersonWithoutAPassword() {
        assertThat(invite(BOB)).isEqualTo(Result.DONE);

        Person invited = people.person(BOB.id()).orElseThrow();
        assertThat(invited.canSignIn()).isFalse();
        assertThat(people.named("bob")).contains(new Known(invited, Optional.empty()));
    }

    @Test
    void readsBackTextAtItsEdges() {
        Person person = person("\uD83D\uDDDD".repeat(64), Role.EDITOR);
        assertThat(add(person)).isEqualTo(Result.DONE);

        assertThat(people.person(person.id())).contains(person);
        assertThat(people.named(person.username())).map(Known::person).contains(person);
    }

    @Test
    void knowsNoPersonThatWasNeverAdded() {
        assertThat(people.people()).isEmpty();
        assertThat(people.person(ADA.id())).isEmpty();
        assertThat(people.named("ada")).isEmpty();
        assertThat(people.named("a\0b")).isEmpty();
        assertThat(people.named("half \uD83D of a pair")).isEmpty();
        assertThat(people.named("")).isEmpty();
        for (PeopleChange change : List.of(
                new PeopleChange.RoleChanged(ADA.id(), Role.EDITOR, event()),
                new PeopleChange.EnabledChanged(ADA.id(), false, event()),
                new PeopleChange.PasswordChanged(ADA.id(), "hash", LINK, event()),
                new PeopleChange.LinkMade(ADA.id(), LINK, EXPIRY, event()),
                new PeopleChange.Removed(ADA.id(), event()))) {
            assertThat(people.commit(change)).isEqualTo(Result.NOT_FOUND);
        }
        assertThat(store.count("audit_events")).isZero();
        assertThat(store.count("one_time_links")).isZero();
    }

    @Test
    void findsANameInAnyLetterCaseAndEncoding() {
        assertThat(add(person("J\u00FCrgen \u03A3", Role.EDITOR))).isEqualTo(Result.DONE);

        for (String name :
                List.of("j\u00FCrgen \u03C3", "J\u00DCRGEN \u03A3", "Ju\u0308rgen \u03A3", " J\u00FCrgen \u03C2")) {
            assertThat(people.named(name)).as(name).isPresent();
            assertThat(people.commit(new PeopleChange.Added(
                            new Person(
                                    new PersonId("another"),
                                    name.strip(),
                                    Role.VIEWER,
                                    true,
                                    NOW,
                                    Optional.empty(),
                                    true),
                            "hash",
                            event())))
                    .as(name)
                    .isEqualTo(Result.NAME_TAKEN);
        }
        assertThat(people.named("jurgen \u03C3")).isEmpty();
        assertThat(people.named("j%")).isEmpty();
        assertThat(people.people()).hasSize(1);
    }

    @Test
    void listsPeopleInTheOrderOfTheCharactersOfTheirNames() {
        List<String> ordered = List.of("a b", "a-c", "a.a", "aB", "B", "z", "\u00E4", "\uD83D\uDDDD");
        for (String name : List.of("B", "z", "\uD83D\uDDDD", "aB", "a-c", "\u00E4", "a.a", "a b")) {
            assertThat(add(person(name, Role.EDITOR))).isEqualTo(Result.DONE);
        }

        assertThat(people.people()).extracting(Person::username).containsExactlyElementsOf(ordered);
    }

    @Test
    void oneOfManyCallersGetsAName() throws Exception {
        List<Result> results = allAtOnce(IntStream.range(0, 8)
                .<Callable<Result>>mapToObj(i -> () -> people.commit(new PeopleChange.Added(
                        new Person(
                                new PersonId("id-" + i),
                                i % 2 == 0 ? "ada" : "ADA",
                                Role.EDITOR,
                                true,
                                NOW,
                                Optional.empty(),
                                true),
                        "hash",
                        event())))
                .toList());

        assertThat(results).filteredOn(Result.DONE::equals).hasSize(1);
        assertThat(results).filteredOn(Result.NAME_TAKEN::equals).hasSize(7);
        assertThat(events("person.changed")).isEqualTo(1);
    }

    @Test
    void aLinkIsGoodUntilTheMomentOfItsExpiry() {
        assertThat(invite(BOB)).isEqualTo(Result.DONE);

        assertThat(people.invited(LINK, EXPIRY.minus(MILLI))).map(Person::id).contains(BOB.id());
        assertThat(people.invited(LINK, EXPIRY)).isEmpty();
        assertThat(accept(LINK, EXPIRY)).isEqualTo(Result.LINK_USED);
        assertThat(accept(LINK, EXPIRY.minus(MILLI))).isEqualTo(Result.DONE);
    }

    @Test
    void aLinkServesOneOfManyCallers() throws Exception {
        assertThat(invite(BOB)).isEqualTo(Result.DONE);

        assertThat(allAtOnce(8, () -> accept(LINK, NOW)))
                .filteredOn(Result.DONE::equals)
                .hasSize(1);
        assertThat(people.invited(LINK, NOW)).isEmpty();
        assertThat(people.named("bob")).map(Known::passwordHash).contains(Optional.of("chosen"));
    }

    @Test
    void anotherLinkTakesThePlaceOfTheFirst() {
        assertThat(invite(BOB)).isEqualTo(Result.DONE);

        assertThat(people.commit(new PeopleChange.LinkMade(BOB.id(), OTHER_LINK, EXPIRY, event())))
                .isEqualTo(Result.DONE);

        assertThat(people.invited(LINK, NOW)).isEmpty();
        assertThat(people.invited(OTHER_LINK, NOW)).isPresent();
    }

    @Test
    void theSetupLinkIsGoodUntilTheMomentOfItsExpiry() {
        people.keepSetupLink(LINK, EXPIRY);

        assertThat(people.isSetupOpen(LINK, EXPIRY.minus(MILLI))).isTrue();
        assertThat(people.isSetupOpen(LINK, EXPIRY)).isFalse();
        assertThat(people.isSetupOpen(OTHER_LINK, NOW)).isFalse();
        assertThat(people.invited(LINK, NOW)).as("a link of nobody").isEmpty();
        assertThat(addFirst(LINK, EXPIRY)).isEqualTo(Result.LINK_USED);
        assertThat(addFirst(LINK, EXPIRY.minus(MILLI))).isEqualTo(Result.DONE);
        assertThat(people.isSetupOpen(LINK, NOW)).isFalse();
    }

    @Test
    void aNewSetupLinkTakesThePlaceOfTheOneBefore() {
        people.keepSetupLink(LINK, EXPIRY);
        people.keepSetupLink(OTHER_LINK, EXPIRY);

        assertThat(people.isSetupOpen(LINK, NOW)).isFalse();
        assertThat(people.isSetupOpen(OTHER_LINK, NOW)).isTrue();
    }

    @Test
    void theSetupLinkServesOneOfManyCallers() throws Exception {
        people.keepSetupLink(LINK, EXPIRY);

        assertThat(allAtOnce(8, () -> addFirst(LINK, NOW)))
                .containsOnlyOnce(Result.DONE)
                .containsOnly(Result.DONE, Result.LINK_USED);
    }

    @Test
    void theLastAdministratorStays() {
        assertThat(add(ADA)).isEqualTo(Result.DONE);
        assertThat(invite(person("eve", Role.ADMINISTRATOR))).isEqualTo(Result.DONE);

        for (PeopleChange change : List.of(
                new PeopleChange.RoleChanged(ADA.id(), Role.EDITOR, event()),
                new PeopleChange.EnabledChanged(ADA.id(), false, event()),
                new PeopleChange.Removed(ADA.id(), event()))) {
            assertThat(people.commit(change)).isEqualTo(Result.LAST_ADMINISTRATOR);
        }
        assertThat(people.person(ADA.id())).contains(ADA);
        assertThat(events("person.changed")).isEqualTo(2);
    }

    @Test
    void oneAdministratorIsLeftWhenAllGoAtOnce() throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(add(person("admin-" + i, Role.ADMINISTRATOR))).isEqualTo(Result.DONE);
        }

        List<Result> results = allAtOnce(IntStream.range(0, 4)
                .<Callable<Result>>mapToObj(
                        i -> () -> people.commit(new PeopleChange.Removed(new PersonId("id of admin-" + i), event())))
                .toList());

        assertThat(results).filteredOn(Result.LAST_ADMINISTRATOR::equals).hasSize(1);
        assertThat(people.people()).hasSize(1);
    }

    @Test
    void changesRoleAndPassword() {
        assertThat(add(BOB)).isEqualTo(Result.DONE);

        assertThat(people.commit(new PeopleChange.RoleChanged(BOB.id(), Role.EDITOR, event())))
                .isEqualTo(Result.DONE);
        assertThat(people.commit(new PeopleChange.PasswordChanged(BOB.id(), "new", LINK, event())))
                .isEqualTo(Result.DONE);
        assertThat(people.named("bob")).map(Known::passwordHash).contains(Optional.of("new"));
        assertThat(people.person(BOB.id())).map(Person::role).contains(Role.EDITOR);

        people.rehash(BOB.id(), "hash of bob", "too late");
        assertThat(people.named("bob")).map(Known::passwordHash).contains(Optional.of("new"));
        people.rehash(BOB.id(), "new", "rehashed");
        assertThat(people.named("bob")).map(Known::passwordHash).contains(Optional.of("rehashed"));
    }

    private Result add(Person person) {
        return people.commit(new PeopleChange.Added(person, "hash of " + person.username(), event()));
    }

    private Result invite(Person person) {
        return people.commit(new PeopleChange.Invited(person, LINK, EXPIRY, event()));
    }

    private Result accept(Sha256 link, Instant now) {
        return people.commit(new PeopleChange.Accepted(link, now, "chosen", event()));
    }

    private Result addFirst(Sha256 link, Instant now) {
        return people.commit(new PeopleChange.FirstAdded(ADA, "hash", link, now, event()));
    }

    static Person person(String username, Role role) {
        return new Person(new PersonId("id of " + username), username, role, true, NOW, Optional.empty(), true);
    }

    static AdminEvent event() {
        return new AdminEvent(
                NOW,
                new CorrelationId("c"),
                "admin",
                "person.changed",
                "target",
                "target",
                Optional.empty(),
                Optional.empty());
    }
}
