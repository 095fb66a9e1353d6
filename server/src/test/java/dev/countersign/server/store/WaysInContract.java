package dev.countersign.server.store;

import static dev.countersign.server.store.PeopleStoreContract.event;
import static dev.countersign.server.store.PeopleStoreContract.person;
import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.PeopleChange.Result;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.ProviderAccount;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.passkey.Passkey;
import dev.countersign.server.people.passkey.PasskeyId;
import dev.countersign.server.people.passkey.PasskeyStore;
import dev.countersign.server.people.passkey.UsedChallenge;
import dev.countersign.server.store.people.SqlPasskeyStore;
import dev.countersign.server.store.people.SqlPeopleStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Contract of the ways of signing in: only those that the server accepts count, on any engine. */
abstract class WaysInContract extends StoreContract {
    private static final String ISSUER = "https://idp.example";
    private static final Optional<String> PROVIDER = Optional.of(ISSUER);
    private static final Person ADA = person("ada", Role.ADMINISTRATOR);
    private static final Person BOB = person("bob", Role.ADMINISTRATOR);
    private static final Sha256 LINK = Sha256.ofUtf8("link");
    private static final Person GRACE = new Person(
            new PersonId("id of grace"),
            "grace",
            Role.ADMINISTRATOR,
            true,
            NOW,
            Optional.empty(),
            true,
            Optional.of(new ProviderAccount(ISSUER, "1")));

    private SqlPeopleStore people(WaysIn ways) {
        return new SqlPeopleStore(store.organization(), ways);
    }

    private PasskeyStore passkeys(WaysIn ways) {
        return new SqlPasskeyStore(store.organization(), ways);
    }

    private static WaysIn without(boolean passwords, boolean passkeys, Optional<String> provider) {
        return new WaysIn(!passwords, !passkeys, provider);
    }

    /** Ada has a password, Bob a passkey and a password, and Grace an account at the provider. */
    private void addPeople() {
        SqlPeopleStore people = people(WaysIn.USUAL);
        assertThat(people.commit(new PeopleChange.Added(ADA, "hash", event()))).isEqualTo(Result.DONE);
        assertThat(people.commit(new PeopleChange.Added(BOB, "hash", event()))).isEqualTo(Result.DONE);
        assertThat(people.commit(new PeopleChange.ProviderAdded(GRACE, event())))
                .isEqualTo(Result.DONE);
        assertThat(passkeys(WaysIn.USUAL).add(passkey(), new UsedChallenge(LINK, NOW.plusSeconds(60)), event()))
                .isEqualTo(PasskeyStore.Result.DONE);
    }

    private static Passkey passkey() {
        return new Passkey(new PasskeyId("k"), BOB.id(), "phone", "AAEC", 0, true, NOW, Optional.empty());
    }

    private boolean canSignIn(WaysIn ways, Person person) {
        boolean found = people(ways).person(person.id()).orElseThrow().canSignIn();
        assertThat(people(ways).named(person.username()).orElseThrow().person().canSignIn())
                .isEqualTo(found);
        return found;
    }

    @Test
    void aWayThatIsNotAcceptedIsNone() {
        addPeople();

        assertThat(canSignIn(WaysIn.USUAL, ADA)).isTrue();
        assertThat(canSignIn(without(true, false, PROVIDER), ADA)).isFalse();
        assertThat(canSignIn(without(true, false, PROVIDER), BOB)).isTrue();
        assertThat(canSignIn(without(true, true, PROVIDER), BOB)).isFalse();
        assertThat(canSignIn(without(false, true, PROVIDER), BOB)).isTrue();
        assertThat(canSignIn(without(true, false, PROVIDER), GRACE)).isTrue();
        assertThat(canSignIn(WaysIn.USUAL, GRACE)).isFalse();
        assertThat(canSignIn(new WaysIn(true, true, Optional.of("https://other.example")), GRACE))
                .isFalse();
    }

    @Test
    void anAdministratorWithOnlyAPasswordIsNoOtherOneWherePasswordsAreOff() {
        SqlPeopleStore people = people(without(true, false, PROVIDER));
        addPeople();

        assertThat(people.commit(new PeopleChange.Removed(BOB.id(), event()))).isEqualTo(Result.DONE);
        assertThat(people.commit(new PeopleChange.EnabledChanged(GRACE.id(), false, event())))
                .isEqualTo(Result.LAST_ADMINISTRATOR);
        assertThat(people.commit(new PeopleChange.RoleChanged(ADA.id(), Role.VIEWER, event())))
                .isEqualTo(Result.DONE);
    }

    @Test
    void anAdministratorOfAnotherProviderIsNoOtherOne() {
        addPeople();

        assertThat(people(WaysIn.USUAL).commit(new PeopleChange.Removed(BOB.id(), event())))
                .isEqualTo(Result.DONE);
        assertThat(people(WaysIn.USUAL).commit(new PeopleChange.Removed(ADA.id(), event())))
                .isEqualTo(Result.LAST_ADMINISTRATOR);
        assertThat(people(new WaysIn(true, true, PROVIDER)).commit(new PeopleChange.Removed(ADA.id(), event())))
                .isEqualTo(Result.DONE);
    }

    @Test
    void theLastPasskeyOfAPersonWithAPasswordIsTheLastWayInWherePasswordsAreOff() {
        addPeople();

        assertThat(passkeys(without(true, false, PROVIDER)).remove(passkey(), event()))
                .isEqualTo(PasskeyStore.Result.LAST_WAY_IN);
        assertThat(passkeys(WaysIn.USUAL).remove(passkey(), event())).isEqualTo(PasskeyStore.Result.DONE);
    }

    @Test
    void theLinkForTheFirstAdministratorIsOpenWhileNoAdministratorCanSignIn() {
        addPeople();
        WaysIn none = without(true, true, Optional.empty());
        people(none).keepSetupLink(LINK, NOW.plusSeconds(60));

        assertThat(people(WaysIn.USUAL).isSetupOpen(LINK, NOW)).isFalse();
        assertThat(people(without(true, true, PROVIDER)).isSetupOpen(LINK, NOW)).isFalse();
        assertThat(people(none).isSetupOpen(LINK, NOW)).isTrue();
        assertThat(people(none)
                        .commit(new PeopleChange.FirstAdded(
                                person("carol", Role.ADMINISTRATOR), "hash", LINK, NOW, event())))
                .isEqualTo(Result.DONE);
    }
}
