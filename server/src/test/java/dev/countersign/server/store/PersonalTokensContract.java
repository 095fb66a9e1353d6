package dev.countersign.server.store;

import static dev.countersign.server.store.PeopleStoreContract.event;
import static dev.countersign.server.store.PeopleStoreContract.person;
import static dev.countersign.server.store.ledger.Redemptions.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.audit.EventAuthor;
import dev.countersign.core.audit.EventAuthor.TokenLabel;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.people.PeopleChange;
import dev.countersign.server.people.PeopleChange.Result;
import dev.countersign.server.people.PeopleStore;
import dev.countersign.server.people.Person;
import dev.countersign.server.people.Person.WaysIn;
import dev.countersign.server.people.PersonId;
import dev.countersign.server.people.Role;
import dev.countersign.server.people.token.PersonalToken;
import dev.countersign.server.people.token.PersonalTokenId;
import dev.countersign.server.people.token.PersonalTokenStore;
import dev.countersign.server.people.token.PersonalTokenStore.Addition;
import dev.countersign.server.people.token.PersonalTokenStore.Owned;
import dev.countersign.server.store.column.Statements;
import dev.countersign.server.store.people.SqlPeopleStore;
import dev.countersign.server.store.people.SqlPersonalTokens;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Contract of personal access tokens, on any engine. */
abstract class PersonalTokensContract extends StoreContract {
    private static final int MOST = 3;
    private static final Duration MILLI = Duration.ofMillis(1);
    private static final Instant END = NOW.plusSeconds(600);
    private static final Person ADA = person("ada", Role.ADMINISTRATOR);
    private static final Person BOB = person("bob", Role.EDITOR);

    private PeopleStore people;
    private PersonalTokenStore tokens;

    @BeforeEach
    void addPeople() {
        people = new SqlPeopleStore(store.organization(), WaysIn.USUAL);
        tokens = new SqlPersonalTokens(store.organization(), WaysIn.USUAL);
        for (Person person : List.of(ADA, BOB)) {
            change(new PeopleChange.Added(person, "hash", event()));
        }
    }

    @Test
    void readsBackATokenWithItsPerson() {
        PersonalToken token = token(BOB, "laptop");

        assertThat(add(token)).isEqualTo(Addition.DONE);

        assertThat(tokens.find(hash("laptop"))).contains(new Owned(token, BOB));
        assertThat(tokens.find(token.id())).contains(new Owned(token, BOB));
        assertThat(tokens.of(BOB.id())).containsExactly(token);
        assertThat(tokens.of(ADA.id())).isEmpty();
        assertThat(tokens.find(hash("desktop"))).isEmpty();
        assertThat(tokens.find(new PersonalTokenId("none"))).isEmpty();
        assertThat(events("token.changed")).isEqualTo(1);
    }

    @Test
    void findsTheRoleAndTheStateThatThePersonHasNow() {
        add(token(BOB, "laptop"));

        change(new PeopleChange.RoleChanged(BOB.id(), Role.VIEWER, event()));
        assertThat(tokens.find(hash("laptop")))
                .map(owned -> owned.person().role())
                .contains(Role.VIEWER);
        change(new PeopleChange.EnabledChanged(BOB.id(), false, event()));
        assertThat(tokens.find(hash("laptop")))
                .map(owned -> owned.person().enabled())
                .contains(false);
        change(new PeopleChange.EnabledChanged(BOB.id(), true, event()));
        assertThat(tokens.find(hash("laptop")))
                .map(owned -> owned.person().enabled())
                .contains(true);
    }

    @Test
    void aLostPasswordAndARemovalEndTheTokensOfThatPersonAlone() {
        add(token(ADA, "hers"));
        add(token(BOB, "laptop"));
        change(new PeopleChange.LinkMade(BOB.id(), Sha256.ofUtf8("link"), END, event()));
        assertThat(tokens.of(BOB.id())).isEmpty();

        add(token(BOB, "laptop"));
        change(new PeopleChange.Removed(BOB.id(), event()));
        assertThat(tokens.find(hash("laptop"))).isEmpty();
        assertThat(tokens.find(hash("hers"))).isPresent();
        assertThat(store.count("personal_access_tokens")).isEqualTo(1);
    }

    @Test
    void anOwnNewPasswordEndsNoToken() {
        add(token(BOB, "laptop"));

        change(new PeopleChange.PasswordChanged(BOB.id(), "new", Sha256.ofUtf8("session"), event()));

        assertThat(tokens.find(hash("laptop"))).isPresent();
    }

    @Test
    void noTokenIsAddedForAPersonWhoIsNotThereOrDisabled() {
        assertThat(add(token(person("eve", Role.ADMINISTRATOR), "laptop"))).isEqualTo(Addition.NO_PERSON);
        change(new PeopleChange.EnabledChanged(BOB.id(), false, event()));
        assertThat(add(token(BOB, "laptop"))).isEqualTo(Addition.NO_PERSON);

        assertThat(store.count("personal_access_tokens")).isZero();
        assertThat(events("token.changed")).isZero();
    }

    @Test
    void aNameIsUniqueAmongTheTokensOfAPerson() {
        assertThat(add(token(BOB, "laptop"))).isEqualTo(Addition.DONE);
        var again = token(BOB, new PersonalTokenId("another"), "laptop", NOW);

        assertThat(tokens.add(again, hash("another"), MOST, tokenEvent())).isEqualTo(Addition.NAME_TAKEN);
        assertThat(tokens.add(token(ADA, new PersonalTokenId("hers"), "laptop", NOW), hash("hers"), MOST, tokenEvent()))
                .isEqualTo(Addition.DONE);
        assertThat(events("token.changed")).isEqualTo(2);
    }

    @Test
    void aPersonHasAsManyAsAllowedAndNoneMoreUntilOneHasExpired() {
        for (String name : List.of("one", "two", "three")) {
            assertThat(add(token(BOB, name))).isEqualTo(Addition.DONE);
        }
        assertThat(add(token(BOB, "four"))).isEqualTo(Addition.TOO_MANY);
        assertThat(add(token(ADA, "hers"))).isEqualTo(Addition.DONE);
        assertThat(add(token(BOB, new PersonalTokenId("four"), "four", END.minus(MILLI))))
                .isEqualTo(Addition.TOO_MANY);

        assertThat(add(token(BOB, new PersonalTokenId("four"), "four", END))).isEqualTo(Addition.DONE);
        assertThat(tokens.of(BOB.id())).extracting(PersonalToken::name).containsExactly("four");
        assertThat(tokens.of(ADA.id())).hasSize(1);
    }

    @Test
    void notOneMoreIsAddedByManyCallersAtOnce() throws Exception {
        List<Addition> additions = allAtOnce(IntStream.range(0, 8)
                .<Callable<Addition>>mapToObj(i -> () -> add(token(BOB, "name-" + i)))
                .toList());

        assertThat(additions).filteredOn(Addition.DONE::equals).hasSize(MOST);
        assertThat(tokens.of(BOB.id())).hasSize(MOST);
    }

    @Test
    void listsTheNewestFirst() {
        add(token(BOB, new PersonalTokenId("b"), "second", NOW.plusSeconds(1)));
        add(token(BOB, new PersonalTokenId("c"), "first", NOW));
        add(token(BOB, new PersonalTokenId("a"), "third", NOW.plusSeconds(1)));

        assertThat(tokens.of(BOB.id())).extracting(PersonalToken::name).containsExactly("third", "second", "first");
    }

    @Test
    void aTokenIsRemovedOnceAndAtOnce() {
        PersonalToken token = token(BOB, "laptop");
        add(token);

        assertThat(tokens.remove(token.id(), tokenEvent())).isTrue();
        assertThat(tokens.remove(token.id(), tokenEvent())).isFalse();

        assertThat(tokens.find(hash("laptop"))).isEmpty();
        assertThat(events("token.changed")).isEqualTo(2);
    }

    @Test
    void theLastUseNeverMovesBack() {
        PersonalToken token = token(BOB, "laptop");
        add(token);
        tokens.used(token.id(), NOW.plusSeconds(2));
        tokens.used(token.id(), NOW.plusSeconds(1));

        assertThat(tokens.of(BOB.id()).getFirst().lastUsedAt()).contains(NOW.plusSeconds(2));
    }

    @Test
    void findsTheUsedTokensOfEnabledPeopleThatExpireWithinAStretch() {
        PersonalToken token = token(BOB, "laptop");
        add(token);
        assertThat(tokens.expiring(NOW, END)).as("never used").isEmpty();
        tokens.used(token.id(), NOW);

        assertThat(tokens.expiring(NOW, END))
                .extracting(owned -> owned.token().name())
                .containsExactly("laptop");
        assertThat(tokens.expiring(NOW, END.minus(MILLI))).isEmpty();
        assertThat(tokens.expiring(END.minus(MILLI), END)).hasSize(1);
        assertThat(tokens.expiring(END, END.plusSeconds(1))).isEmpty();
        change(new PeopleChange.EnabledChanged(BOB.id(), false, event()));
        assertThat(tokens.expiring(NOW, END)).isEmpty();
    }

    @Test
    void theEventOfAChangeNamesTheTokenByWhichItWasMade() {
        var author = new EventAuthor("ada", Optional.of(new TokenLabel("id-1", "laptop")));
        people.record(new AdminEvent(
                NOW, new CorrelationId("c"), author, "token.changed", "t", "t", Optional.empty(), Optional.empty()));

        String detail = store.readers.read(connection -> Statements.first(
                        connection,
                        "SELECT detail FROM audit_events WHERE stage = 'token.changed'",
                        row -> row.getString(1))
                .orElseThrow());
        assertThat(detail).contains("\"personal_token\":{\"id\":\"id-1\",\"name\":\"laptop\"}");
    }

    private Addition add(PersonalToken token) {
        return tokens.add(token, hash(token.name()), MOST, tokenEvent());
    }

    private void change(PeopleChange change) {
        assertThat(people.commit(change)).isEqualTo(Result.DONE);
    }

    private static Sha256 hash(String name) {
        return Sha256.ofUtf8("token " + name);
    }

    private static PersonalToken token(Person person, String name) {
        return token(person, new PersonalTokenId("id of " + name), name, NOW);
    }

    private static PersonalToken token(Person person, PersonalTokenId id, String name, Instant createdAt) {
        PersonId owner = person.id();
        return new PersonalToken(
                id, owner, name, Role.EDITOR, createdAt, END.plus(Duration.between(NOW, createdAt)), Optional.empty());
    }

    private static AdminEvent tokenEvent() {
        return new AdminEvent(
                NOW,
                new CorrelationId("c"),
                "ada",
                "token.changed",
                "target",
                "target",
                Optional.empty(),
                Optional.empty());
    }
}
