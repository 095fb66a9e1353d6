package dev.countersign.server.store;

import static dev.countersign.server.store.PeopleStoreContract.event;
import static dev.countersign.server.store.PeopleStoreContract.person;
import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.Session;
import dev.countersign.server.people.SessionId;
import dev.countersign.server.people.passkey.Passkey;
import dev.countersign.server.people.passkey.PasskeyId;
import dev.countersign.server.people.passkey.PasskeyStore;
import dev.countersign.server.people.passkey.PasskeyStore.Result;
import dev.countersign.server.people.passkey.UsedChallenge;
import dev.countersign.server.store.column.OrganizationKey;
import dev.countersign.server.store.database.OrganizationStore;
import dev.countersign.server.store.organization.SampleOrganizations;
import dev.countersign.server.store.people.SqlPasskeyStore;
import dev.countersign.server.store.people.SqlPeopleStore;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of passkeys and used challenges, on any engine. */
abstract class PasskeyStoreContract extends StoreContract {
    private static final Person ADA = person("ada", Role.ADMINISTRATOR);
    private static final Person BOB = person("bob", Role.ADMINISTRATOR);
    private static final Sha256 LINK = Sha256.ofUtf8("link");
    private static final Instant EXPIRY = NOW.plusSeconds(600);

    private PasskeyStore passkeys;
    private PeopleStore people;

    @BeforeEach
    void addAda() {
        passkeys = new SqlPasskeyStore(store.organization(), WaysIn.USUAL);
        people = new SqlPeopleStore(store.organization(), WaysIn.USUAL);
        assertThat(people.commit(new PeopleChange.Added(ADA, "hash", event()))).isEqualTo(PeopleChange.Result.DONE);
    }

    @Test
    void readsBackAPasskeyWithItsOwner() {
        var phone = new Passkey(
                new PasskeyId("k"),
                ADA.id(),
                "\uD83D\uDDDD phone",
                "AAEC",
                4_294_967_295L,
                true,
                NOW,
                Optional.empty());
        assertThat(passkeys.add(phone, challenge("1"), event())).isEqualTo(Result.DONE);

        assertThat(passkeys.of(ADA.id())).containsExactly(phone);
        assertThat(passkeys.find(phone.id())).contains(new PasskeyStore.Owned(phone, ADA));
        assertThat(passkeys.find(new PasskeyId("other"))).isEmpty();
        assertThat(passkeys.of(BOB.id())).isEmpty();
        assertThat(store.count("audit_events")).isEqualTo(2);
    }

    @Test
    void addsOnePasskeyOfAnAuthenticatorAndNoneForAMissingOrDisabledPerson() {
        assertThat(passkeys.add(passkey("k", ADA, 0), challenge("1"), event())).isEqualTo(Result.DONE);
        assertThat(passkeys.add(passkey("k", ADA, 0), challenge("2"), event())).isEqualTo(Result.KNOWN);
        assertThat(passkeys.add(passkey("l", BOB, 0), challenge("3"), event())).isEqualTo(Result.NOT_FOUND);
        addBob();
        assertThat(people.commit(new PeopleChange.EnabledChanged(BOB.id(), false, event())))
                .isEqualTo(PeopleChange.Result.DONE);
        assertThat(passkeys.add(passkey("l", BOB, 0), challenge("3"), event())).isEqualTo(Result.NOT_FOUND);

        assertThat(store.count("passkeys")).isOne();
        assertThat(store.count("used_passkey_challenges"))
                .as("what was refused is not kept")
                .isOne();
    }

    @Test
    void addsTenPasskeysAndNoEleventh() {
        for (int i = 1; i <= 10; i++) {
            assertThat(passkeys.add(passkey("k" + i, ADA, 0), challenge("c" + i), event()))
                    .isEqualTo(Result.DONE);
        }

        assertThat(passkeys.add(passkey("k11", ADA, 0), challenge("c11"), event()))
                .isEqualTo(Result.TOO_MANY);
    }

    @Test
    void aChallengeAddsOnce() {
        assertThat(passkeys.add(passkey("k", ADA, 0), challenge("1"), event())).isEqualTo(Result.DONE);
        assertThat(passkeys.add(passkey("l", ADA, 0), challenge("1"), event())).isEqualTo(Result.CHALLENGE_USED);
    }

    @Test
    void aChallengeSignsInOnceAlsoOfManyAtOnce() throws Exception {
        add("k", 0);
        List<Result> results = allAtOnce(IntStream.range(0, 8)
                .<Callable<Result>>mapToObj(i -> () -> begin("k", 0, "same", "s" + i))
                .toList());

        assertThat(results).containsOnlyOnce(Result.DONE).contains(Result.CHALLENGE_USED);
        assertThat(people.sessions()).hasSize(1);
    }

    @Test
    void aSignatureCounterOnlyRises() {
        add("k", 5);
        assertThat(begin("k", 5, "1", "a")).isEqualTo(Result.COUNTER_BEHIND);
        assertThat(begin("k", 0, "2", "b")).isEqualTo(Result.COUNTER_BEHIND);
        assertThat(begin("k", 6, "3", "c")).isEqualTo(Result.DONE);
        assertThat(begin("k", 6, "4", "d")).isEqualTo(Result.COUNTER_BEHIND);

        Passkey used = passkeys.of(ADA.id()).getFirst();
        assertThat(used.counter()).isEqualTo(6);
        assertThat(used.lastUsedAt()).contains(NOW);
        assertThat(people.sessions()).hasSize(1);
        assertThat(people.person(ADA.id()).orElseThrow().lastSignedInAt()).contains(NOW);
    }

    @Test
    void anAuthenticatorWithoutACounterSignsInAgain() {
        add("k", 0);
        assertThat(begin("k", 0, "1", "a")).isEqualTo(Result.DONE);
        assertThat(begin("k", 0, "2", "b")).isEqualTo(Result.DONE);
        assertThat(begin("k", 1, "3", "c")).isEqualTo(Result.DONE);
        assertThat(begin("k", 0, "4", "d")).isEqualTo(Result.COUNTER_BEHIND);
    }

    @Test
    void aDisabledPersonBeginsNoSession() {
        addBob();
        add("k", 0);
        assertThat(people.commit(new PeopleChange.EnabledChanged(ADA.id(), false, event())))
                .isEqualTo(PeopleChange.Result.DONE);

        assertThat(begin("k", 1, "1", "a")).isEqualTo(Result.NOT_FOUND);
        assertThat(people.sessions()).isEmpty();
    }

    @Test
    void renamesAndRemovesPasskeysOfTheOwnerAlone() {
        addBob();
        add("k", 0);
        Passkey phone = passkeys.of(ADA.id()).getFirst();
        Passkey asOfBob = passkey("k", BOB, 0);
        assertThat(passkeys.rename(asOfBob, "taken", event())).isEqualTo(Result.NOT_FOUND);
        assertThat(passkeys.remove(asOfBob, event())).isEqualTo(Result.NOT_FOUND);

        assertThat(passkeys.rename(phone, "key ring", event())).isEqualTo(Result.DONE);
        assertThat(passkeys.of(ADA.id())).extracting(Passkey::name).containsExactly("key ring");
        assertThat(passkeys.remove(phone, event())).isEqualTo(Result.DONE);
        assertThat(passkeys.of(ADA.id())).isEmpty();
    }

    @Test
    void anInvitedPersonSignsInWithAPasskeyAlone() {
        invite();
        assertThat(people.person(BOB.id()).orElseThrow().canSignIn()).isFalse();
        assertThat(addByLink(EXPIRY, "k", "1")).isEqualTo(Result.NOT_FOUND);
        assertThat(addByLink(EXPIRY.minusMillis(1), "k", "2")).isEqualTo(Result.DONE);
        assertThat(addByLink(NOW, "l", "3")).as("a link is used once").isEqualTo(Result.NOT_FOUND);

        Person bob = people.person(BOB.id()).orElseThrow();
        assertThat(bob.canSignIn()).isTrue();
        assertThat(bob.isVisitor()).isFalse();
        assertThat(passkeys.remove(passkey("k", BOB, 0), event())).isEqualTo(Result.LAST_WAY_IN);
        assertThat(passkeys.of(BOB.id())).hasSize(1);
    }

    @Test
    void aLinkThatIsAcceptedWithAPasskeyEndsThePasswordAndWhatWasAddedMeanwhile() {
        addBob();
        assertThat(people.commit(new PeopleChange.LinkMade(BOB.id(), LINK, EXPIRY, event())))
                .isEqualTo(PeopleChange.Result.DONE);
        assertThat(passkeys.add(passkey("of an intruder", BOB, 0), challenge("1"), event()))
                .isEqualTo(Result.DONE);

        assertThat(addByLink(NOW, "k", "2")).isEqualTo(Result.DONE);

        assertThat(passkeys.of(BOB.id())).extracting(Passkey::id).containsExactly(new PasskeyId("k"));
        assertThat(people.named(BOB.username()).orElseThrow().passwordHash()).isEmpty();
    }

    @Test
    void aRefusedPasskeyOfALinkLeavesThePassword() {
        addBob();
        assertThat(people.commit(new PeopleChange.LinkMade(BOB.id(), LINK, EXPIRY, event())))
                .isEqualTo(PeopleChange.Result.DONE);
        add("k", 0);

        assertThat(addByLink(NOW, "l", "of k")).isEqualTo(Result.CHALLENGE_USED);

        assertThat(people.named(BOB.username()).orElseThrow().passwordHash()).hasValue("hash");
        assertThat(addByLink(NOW, "l", "2")).isEqualTo(Result.DONE);
    }

    @Test
    void aLinkThatIsAcceptedWithAPasswordEndsThePasskeysThatWereAddedMeanwhile() {
        addBob();
        assertThat(people.commit(new PeopleChange.LinkMade(BOB.id(), LINK, EXPIRY, event())))
                .isEqualTo(PeopleChange.Result.DONE);
        assertThat(passkeys.add(passkey("of an intruder", BOB, 0), challenge("1"), event()))
                .isEqualTo(Result.DONE);

        assertThat(people.commit(new PeopleChange.Accepted(LINK, NOW, "new hash", event())))
                .isEqualTo(PeopleChange.Result.DONE);
        assertThat(passkeys.of(BOB.id())).isEmpty();
    }

    @Test
    void aLinkAddsNoPasskeyOfAnotherPerson() {
        invite();
        assertThat(passkeys.addByLink(LINK, NOW, passkey("k", ADA, 0), challenge("1"), event()))
                .isEqualTo(Result.NOT_FOUND);
    }

    @Test
    void anAdministratorWithAPasskeyAloneCountsAsOneWhoCanSignIn() {
        invite();
        assertThat(people.commit(new PeopleChange.RoleChanged(ADA.id(), Role.VIEWER, event())))
                .isEqualTo(PeopleChange.Result.LAST_ADMINISTRATOR);
        assertThat(addByLink(NOW, "k", "1")).isEqualTo(Result.DONE);
        assertThat(people.commit(new PeopleChange.RoleChanged(ADA.id(), Role.VIEWER, event())))
                .isEqualTo(PeopleChange.Result.DONE);
        assertThat(people.commit(new PeopleChange.LinkMade(BOB.id(), LINK, EXPIRY, event())))
                .as("a new link removes the passkeys of the last administrator")
                .isEqualTo(PeopleChange.Result.LAST_ADMINISTRATOR);
        assertThat(passkeys.of(BOB.id())).hasSize(1);
    }

    @Test
    void aNewLinkRemovesPasskeysAndSoDoesTheRemovalOfThePerson() {
        addBob();
        for (Person person : List.of(ADA, BOB)) {
            assertThat(passkeys.add(
                            passkey("of " + person.username(), person, 0), challenge(person.username()), event()))
                    .isEqualTo(Result.DONE);
        }
        assertThat(people.commit(new PeopleChange.LinkMade(BOB.id(), LINK, EXPIRY, event())))
                .isEqualTo(PeopleChange.Result.DONE);
        assertThat(passkeys.of(BOB.id())).isEmpty();
        assertThat(passkeys.of(ADA.id())).hasSize(1);

        assertThat(people.commit(new PeopleChange.Removed(ADA.id(), event()))).isEqualTo(PeopleChange.Result.DONE);
        assertThat(store.count("passkeys")).isZero();
    }

    @Test
    void anotherOrganizationKnowsNeitherThePasskeyNorTheChallenge() {
        OrganizationKey key = SampleOrganizations.add(store.organizations(), "globex");
        var there = new OrganizationStore(store.writer, store.readers, key);
        add("k", 0);
        var inGlobex = new SqlPasskeyStore(there, WaysIn.USUAL);

        assertThat(inGlobex.find(new PasskeyId("k"))).isEmpty();
        assertThat(inGlobex.of(ADA.id())).isEmpty();
        assertThat(inGlobex.add(passkey("k", ADA, 0), challenge("2"), event())).isEqualTo(Result.NOT_FOUND);
        assertThat(inGlobex.remove(passkeys.of(ADA.id()).getFirst(), event())).isEqualTo(Result.NOT_FOUND);
    }

    private void addBob() {
        assertThat(people.commit(new PeopleChange.Added(BOB, "hash", event()))).isEqualTo(PeopleChange.Result.DONE);
    }

    private void invite() {
        assertThat(people.commit(new PeopleChange.Invited(BOB, LINK, EXPIRY, event())))
                .isEqualTo(PeopleChange.Result.DONE);
    }

    private void add(String id, long counter) {
        assertThat(passkeys.add(passkey(id, ADA, counter), challenge("of " + id), event()))
                .isEqualTo(Result.DONE);
    }

    private Result addByLink(Instant now, String id, String challenge) {
        return passkeys.addByLink(LINK, now, passkey(id, BOB, 0), challenge(challenge), event());
    }

    private Result begin(String id, long counter, String challenge, String session) {
        return passkeys.begin(
                new PasskeyId(id),
                counter,
                challenge(challenge),
                new Session(new SessionId(session), ADA, NOW, NOW, "192.0.2.1", "a browser"),
                Sha256.ofUtf8(session),
                event());
    }

    private static Passkey passkey(String id, Person owner, long counter) {
        return new Passkey(new PasskeyId(id), owner.id(), "phone", "AAEC", counter, false, NOW, Optional.empty());
    }

    private static UsedChallenge challenge(String text) {
        return new UsedChallenge(Sha256.ofUtf8(text), NOW.plusSeconds(300));
    }
}
