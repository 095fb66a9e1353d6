package dev.countersign.server.people;

import static dev.countersign.server.people.PeopleFixture.ADA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.token.PersonalToken;
import dev.countersign.server.people.token.PersonalTokenId;
import dev.countersign.server.people.token.PersonalTokens.Draft;
import dev.countersign.server.people.token.PersonalTokens.Issued;
import dev.countersign.server.people.token.PersonalTokens.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of personal access tokens: their creation, and when they are valid with which role. */
class PersonalTokensTest {
    private static final Duration MILLI = Duration.ofMillis(1);

    private PeopleFixture people;
    private Person ada;

    @BeforeEach
    void open(@TempDir Path folder) {
        people = new PeopleFixture(folder);
        ada = people.ada();
    }

    @AfterEach
    void close() {
        people.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 30, 365})
    void aTokenIsValidUntilTheMomentOfItsEnd(int days) {
        Issued issued = issued(ada, "laptop", Role.VIEWER, days);

        people.pass(Duration.ofDays(days).minus(MILLI));
        assertThat(check(issued)).isInstanceOf(Verdict.Valid.class);
        people.pass(MILLI);
        assertThat(check(issued)).isInstanceOf(Verdict.Expired.class);
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, VIEWER, VIEWER",
        "VIEWER, EDITOR, VIEWER",
        "VIEWER, ADMINISTRATOR, VIEWER",
        "EDITOR, VIEWER, VIEWER",
        "EDITOR, EDITOR, EDITOR",
        "EDITOR, ADMINISTRATOR, EDITOR",
        "ADMINISTRATOR, VIEWER, VIEWER",
        "ADMINISTRATOR, EDITOR, EDITOR",
        "ADMINISTRATOR, ADMINISTRATOR, ADMINISTRATOR"
    })
    void theLowerOfTheRolesOfTokenAndPersonIsInEffect(Role ofToken, Role ofPerson, Role inEffect) {
        Person eve = invite("eve");
        Issued issued = issued(eve, "job", ofToken, 30);

        people.services.people().changeRole(eve.id(), ofPerson, ADA);

        assertThat(check(issued)).isInstanceOfSatisfying(Verdict.Valid.class, valid -> {
            assertThat(valid.role()).isEqualTo(inEffect);
            assertThat(valid.person().username()).isEqualTo("eve");
        });
    }

    @Test
    void aTokenOfADisabledPersonIsInvalidWhileThePersonIsDisabled() {
        Person eve = invite("eve");
        Issued issued = issued(eve, "job", Role.VIEWER, 30);

        people.services.people().setEnabled(eve.id(), false, ADA);
        assertThat(check(issued)).isInstanceOf(Verdict.Invalid.class);
        people.pass(Duration.ofDays(30));
        assertThat(check(issued)).as("its end is not told").isInstanceOf(Verdict.Invalid.class);
        people.pass(Duration.ofDays(-1));
        people.services.people().setEnabled(eve.id(), true, ADA);
        assertThat(check(issued)).isInstanceOf(Verdict.Valid.class);
    }

    @Test
    void aLinkThatIsAcceptedEndsTheTokensThatWereMadeMeanwhile() {
        Person eve = invite("eve");
        var code = ((Outcome.Done<Invitation>) people.services.people().newLink(eve.id(), ADA))
                .value()
                .code();
        Issued meanwhile = issued(eve, "job", Role.VIEWER, 30);
        assertThat(check(meanwhile)).isInstanceOf(Verdict.Valid.class);

        people.services.people().accept(code, PeopleFixture.PASSWORD, PeopleFixture.ID);
        assertThat(check(meanwhile)).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void aTokenOfAPersonOfTheProviderIsRefusedThirtyDaysAfterTheLastSignIn() {
        Person grace = entered("https://idp.example", Optional.of(Role.ADMINISTRATOR));
        Issued issued = issued(grace, "job", Role.ADMINISTRATOR, 365);

        people.pass(Duration.ofDays(30).minus(MILLI));
        assertThat(check(issued)).isInstanceOf(Verdict.Valid.class);
        people.pass(MILLI);
        assertThat(check(issued)).isInstanceOf(Verdict.Unconfirmed.class);
        entered("https://idp.example", Optional.of(Role.VIEWER));
        assertThat(check(issued))
                .isInstanceOfSatisfying(
                        Verdict.Valid.class, valid -> assertThat(valid.role()).isEqualTo(Role.VIEWER));
    }

    @Test
    void theTokensOfAPersonEndWhenTheProviderGivesNoRoleAndAreOfThePresentProviderAlone() {
        Person grace = entered("https://idp.example", Optional.of(Role.EDITOR));
        Issued issued = issued(grace, "job", Role.EDITOR, 30);
        Issued ofAnother = issued(entered("https://other.example", Optional.of(Role.EDITOR)), "job", Role.EDITOR, 30);
        assertThat(check(ofAnother)).isInstanceOf(Verdict.Invalid.class);
        assertThat(people.services.sessions().of(grace.id())).hasSize(1);

        entered("https://idp.example", Optional.empty());
        assertThat(check(issued)).isInstanceOf(Verdict.Invalid.class);
        assertThat(people.services.sessions().of(grace.id())).isEmpty();
    }

    private Person entered(String issuer, Optional<Role> role) {
        var account = new Person.ProviderAccount(issuer, "1");
        String name = "grace of " + issuer.substring("https://".length());
        people.services
                .providerSignIn()
                .enter(
                        new ProviderSignIn.User(account, name, role, Optional.empty(), people.now.plusSeconds(600)),
                        new ProviderSignIn.Browser("192.0.2.1", "a browser", PeopleFixture.ID));
        return people.named(name);
    }

    @Test
    void aRevokedTokenAndThoseOfARemovedPersonAreInvalid() {
        Person eve = invite("eve");
        Issued revoked = issued(eve, "one", Role.VIEWER, 30);
        Issued left = issued(eve, "two", Role.VIEWER, 30);

        assertThat(people.tokens.revoke(eve.id(), revoked.token().id(), ADA)).isInstanceOf(Outcome.Done.class);
        assertThat(people.tokens.revoke(eve.id(), revoked.token().id(), ADA)).isInstanceOf(Outcome.NotFound.class);
        assertThat(check(revoked)).isInstanceOf(Verdict.Invalid.class);
        assertThat(check(left)).isInstanceOf(Verdict.Valid.class);

        people.services.people().remove(eve.id(), ADA);
        assertThat(check(left)).isInstanceOf(Verdict.Invalid.class);
    }

    @Test
    void theIdOfATokenOfAnotherPersonIsUnknown() {
        Person eve = invite("eve");
        PersonalToken hers = issued(ada, "laptop", Role.VIEWER, 30).token();

        assertThat(people.tokens.revoke(eve.id(), hers.id(), ADA)).isInstanceOf(Outcome.NotFound.class);
        assertThat(people.tokens.revoke(ada.id(), new PersonalTokenId("none"), ADA))
                .isInstanceOf(Outcome.NotFound.class);
        assertThat(people.tokens.of(ada.id())).containsExactly(hers);
    }

    @Test
    void whatWasNeverIssuedIsInvalid() {
        Issued issued = issued(ada, "laptop", Role.VIEWER, 30);
        String text = issued.text().value();

        for (String other : List.of("", "csp_", text + "A", text.substring(1), text.toUpperCase(Locale.ROOT))) {
            assertThat(people.tokens.check(other)).as(other).isInstanceOf(Verdict.Invalid.class);
        }
    }

    @Test
    void theLastUseIsRecordedAtMostOnceAMinute() {
        Issued issued = issued(ada, "laptop", Role.VIEWER, 30);
        assertThat(lastUse()).isEmpty();
        Instant first = people.now;
        check(issued);
        assertThat(lastUse()).contains(first);

        people.pass(Duration.ofMinutes(1).minus(MILLI));
        check(issued);
        assertThat(lastUse()).contains(first);
        people.pass(MILLI);
        check(issued);
        assertThat(lastUse()).contains(people.now);
    }

    @ParameterizedTest
    @CsvSource({"0, false", "1, true", "365, true", "366, false", "-1, false"})
    void theValidityHasBounds(int days, boolean good) {
        Outcome<Issued> outcome = create(ada, new Draft("laptop", Optional.of(Role.VIEWER), Optional.of(days)));

        assertThat(outcome instanceof Outcome.Done<Issued>).isEqualTo(good);
    }

    @ParameterizedTest
    @CsvSource({
        "VIEWER, VIEWER, true",
        "VIEWER, EDITOR, false",
        "EDITOR, EDITOR, true",
        "EDITOR, ADMINISTRATOR, false",
        "ADMINISTRATOR, ADMINISTRATOR, true"
    })
    void nobodyGivesATokenAHigherRoleThanTheirOwn(Role ofPerson, Role ofToken, boolean good) {
        Person eve = invite("eve");
        people.services.people().changeRole(eve.id(), ofPerson, ADA);

        Outcome<Issued> outcome = create(people.named("eve"), new Draft("job", Optional.of(ofToken), Optional.of(30)));

        assertThat(outcome instanceof Outcome.Done<Issued>).isEqualTo(good);
    }

    @Test
    void namesEveryBadFieldAtOnce() {
        for (String name : List.of("", " ", " laptop", "lap\ntop", "x".repeat(65))) {
            assertThat(problems(create(ada, new Draft(name, Optional.empty(), Optional.empty()))))
                    .as(name)
                    .containsExactly("/name", "/role", "/days");
        }
        issued(ada, "x".repeat(64), Role.VIEWER, 30);
        assertThat(problems(create(ada, new Draft("x".repeat(64), Optional.of(Role.VIEWER), Optional.of(30)))))
                .containsExactly("/name");
    }

    @Test
    void twentyTokensAreTheMost() {
        for (int i = 1; i <= 20; i++) {
            issued(ada, "token-" + i, Role.VIEWER, 30);
        }

        assertThat(create(ada, new Draft("one more", Optional.of(Role.VIEWER), Optional.of(30))))
                .isInstanceOf(Outcome.Conflict.class);
    }

    @Test
    void creationAndRevocationAreOnRecordWithoutTheToken() {
        Issued issued = issued(ada, "laptop", Role.EDITOR, 30);
        check(issued);
        people.tokens.revoke(ada.id(), issued.token().id(), ADA);

        List<AuditRecord> audit = people.audit();

        assertThat(audit.stream().map(AuditRecord::stage))
                .containsExactly(
                        "personal_access_token.revoked", "personal_access_token.created", "administrator.created");
        assertThat(audit.getFirst().detail())
                .contains("\"username\":\"ada\"", "\"name\":\"laptop\"", "\"role\":\"editor\"", "\"expires_at\"");
        assertThat(audit.toString())
                .doesNotContain(
                        issued.text().value(),
                        Sha256.ofUtf8(issued.text().value()).hex());
    }

    private Verdict check(Issued issued) {
        return people.tokens.check(issued.text().value());
    }

    private Optional<Instant> lastUse() {
        return people.tokens.of(ada.id()).getFirst().lastUsedAt();
    }

    /** A person with the highest role. */
    private Person invite(String username) {
        people.services.people().invite(username, Role.ADMINISTRATOR, ADA);
        return people.named(username);
    }

    private Outcome<Issued> create(Person person, Draft draft) {
        return people.tokens.create(person, draft, ADA);
    }

    private Issued issued(Person person, String name, Role role, int days) {
        if (create(person, new Draft(name, Optional.of(role), Optional.of(days)))
                instanceof Outcome.Done<Issued>(var issued)) {
            return issued;
        }
        throw new AssertionError(name + " cannot be created");
    }

    private static List<String> problems(Outcome<Issued> outcome) {
        return outcome instanceof Outcome.Invalid<Issued>(var problems)
                ? problems.stream().map(Problem::pointer).toList()
                : List.of();
    }
}
