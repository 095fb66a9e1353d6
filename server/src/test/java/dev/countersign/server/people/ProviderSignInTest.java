package dev.countersign.server.people;

import static dev.countersign.server.people.PeopleFixture.ADA;
import static dev.countersign.server.people.PeopleFixture.ADDRESS;
import static dev.countersign.server.people.PeopleFixture.ID;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.Person.ProviderAccount;
import dev.countersign.server.people.ProviderSignIn.Browser;
import dev.countersign.server.people.ProviderSignIn.Limits;
import dev.countersign.server.people.ProviderSignIn.Logout;
import dev.countersign.server.people.ProviderSignIn.Reason;
import dev.countersign.server.people.ProviderSignIn.User;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests of people whom an OpenID provider has authenticated. */
class ProviderSignInTest {
    private static final ProviderAccount ACCOUNT = new ProviderAccount("https://idp.example", "1");

    @TempDir
    private Path folder;

    private PeopleFixture people;

    @BeforeEach
    void open() {
        people = new PeopleFixture(folder);
    }

    @AfterEach
    void close() {
        people.close();
    }

    private ProviderSignIn.Outcome enter(ProviderAccount account, String name, Optional<Role> role) {
        return people.services
                .providerSignIn()
                .enter(
                        new User(account, name, role, Optional.of("sid"), people.now.plusSeconds(600)),
                        new Browser(ADDRESS, "a browser", ID));
    }

    private Session entered(String name, Role role) {
        if (enter(ACCOUNT, name, Optional.of(role))
                instanceof ProviderSignIn.Outcome.SignedIn(var session, var token)) {
            assertThat(people.services.sessions().find(token)).isPresent();
            return session;
        }
        throw new AssertionError(name + " is not signed in");
    }

    private void refused(ProviderSignIn.Outcome outcome, Reason reason) {
        assertThat(outcome).isEqualTo(new ProviderSignIn.Outcome.Refused(reason));
        assertThat(people.audit().getFirst().stage()).isEqualTo("session.refused");
    }

    @Test
    void aPersonIsAddedAtTheFirstSignInAndKeepsItsName() {
        Session first = entered("grace", Role.EDITOR);
        Session second = entered("renamed", Role.EDITOR);

        assertThat(second.person().id()).isEqualTo(first.person().id());
        assertThat(second.person().username()).isEqualTo("grace");
        assertThat(second.isVisit()).isFalse();
        assertThat(people.services.people().all()).hasSize(1);
        assertThat(people.audit())
                .extracting(AuditRecord::stage)
                .containsExactly("session.started", "session.started", "administrator.created");
        assertThat(people.audit().getFirst().toString()).contains("\"method\":\"openid_provider\"");
    }

    @Test
    void theRoleIsThatOfTheClaimsAtEverySignIn() {
        entered("grace", Role.ADMINISTRATOR);
        Session later = entered("grace", Role.VIEWER);

        assertThat(later.person().role()).isEqualTo(Role.VIEWER);
        assertThat(people.named("grace").role()).isEqualTo(Role.VIEWER);
        assertThat(people.audit()).extracting(AuditRecord::stage).contains("administrator.updated");
    }

    @Test
    void onlyAnAdministratorOfTheProviderEndsTheLinkForTheFirstAdministrator() {
        SetupCode code = people.services.setUp().newCode().orElseThrow();

        entered("grace", Role.VIEWER);
        assertThat(people.services.setUp().isOpen(code)).isTrue();
        assertThat(people.services.setUp().newCode()).isPresent();

        SetupCode next = people.services.setUp().newCode().orElseThrow();
        entered("grace", Role.ADMINISTRATOR);
        assertThat(people.services.setUp().isOpen(next)).isFalse();
        assertThat(people.services.setUp().newCode()).isEmpty();
    }

    @Test
    void aNameOfTheProviderIsTakenForTheFirstAdministratorToo() {
        SetupCode code = people.services.setUp().newCode().orElseThrow();
        entered("grace", Role.VIEWER);

        assertThat(people.services.setUp().firstAdministrator(code, "Grace", PeopleFixture.PASSWORD, ID))
                .isInstanceOfSatisfying(
                        PasswordOutcome.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::code)
                                .containsExactly("duplicate"));
        assertThat(people.services.setUp().firstAdministrator(code, "ada", PeopleFixture.PASSWORD, ID))
                .isInstanceOf(PasswordOutcome.Done.class);
    }

    @Test
    void aPersonOfThisServerIsNeverTakenForThatOfTheProvider() {
        Person ada = people.ada();

        refused(enter(ACCOUNT, "ADA", Optional.of(Role.ADMINISTRATOR)), Reason.NAME_TAKEN);
        assertThat(people.services.people().all()).containsExactly(ada);
        assertThat(people.services.sessions().all()).isEmpty();
    }

    @Test
    void anotherSubjectWithTheSameNameIsRefused() {
        entered("grace", Role.VIEWER);

        refused(
                enter(new ProviderAccount(ACCOUNT.issuer(), "2"), "grace", Optional.of(Role.VIEWER)),
                Reason.NAME_TAKEN);
    }

    @Test
    void aPersonWithoutARoleIsNotAdmittedAndNotAdded() {
        refused(enter(ACCOUNT, "grace", Optional.empty()), Reason.NO_ROLE);
        assertThat(people.services.people().all()).isEmpty();

        entered("grace", Role.VIEWER);
        refused(enter(ACCOUNT, "grace", Optional.empty()), Reason.NO_ROLE);
    }

    @Test
    void aNameThatNoUserCanHaveIsRefused() {
        refused(enter(ACCOUNT, "n".repeat(65), Optional.of(Role.VIEWER)), Reason.NAME_UNUSABLE);
        assertThat(people.audit().toString()).doesNotContain("nnn");
        entered("n".repeat(64), Role.VIEWER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ada@root", "countersign", "Bootstrap", "test-issuer", "UNKNOWN"})
    void aNameUnderWhichTheAuditHasTheServerIsRefused(String name) {
        refused(enter(ACCOUNT, name, Optional.of(Role.ADMINISTRATOR)), Reason.NAME_RESERVED);

        assertThat(people.services.people().all()).isEmpty();
        assertOfUnknown(people.audit().getFirst(), name);
    }

    @Test
    void theNameThatAnUnknownPersonClaimsIsAFactAndNoAuthor() {
        people.ada();

        refused(enter(ACCOUNT, "Ada", Optional.of(Role.ADMINISTRATOR)), Reason.NAME_TAKEN);
        assertOfUnknown(people.audit().getFirst(), "Ada");
        refused(enter(ACCOUNT, "ada", Optional.empty()), Reason.NO_ROLE);
        assertOfUnknown(people.audit().getFirst(), "ada");

        entered("grace", Role.VIEWER);
        refused(enter(ACCOUNT, "ada", Optional.empty()), Reason.NO_ROLE);
        assertThat(people.audit().getFirst().toString()).contains("grace").doesNotContain("claimed_username");
    }

    private static void assertOfUnknown(AuditRecord event, String claimed) {
        assertThat(event.actor()).contains("unknown");
        assertThat(event.toString()).contains("\"claimed_username\":\"" + claimed + "\"");
        assertThat(event.toString().replace("\"claimed_username\":\"" + claimed + "\"", ""))
                .doesNotContain(claimed);
    }

    @Test
    void fromTheFiftiethFailureOfAnAddressOnAReturnWaitsASecond() {
        Limits limits = people.services.providerSignIn().limits(ADDRESS);
        for (int i = 1; i < SignIn.FREE_FAILURES_OF_ADDRESS; i++) {
            assertThat(limits.reserve()).isEmpty();
        }
        assertThat(people.attempt("ada", "wrong")).as("they count together").isEqualTo(new SignIn.Outcome.Refused());
        assertThat(people.waited).isZero();

        assertThat(people.services.providerSignIn().limits("192.0.2.2").reserve())
                .isEmpty();
        assertThat(people.waited).isZero();
        assertThat(limits.reserve()).isEmpty();
        assertThat(people.waited).isEqualTo(Duration.ofSeconds(1));

        people.stopPauses();
        assertThat(limits.reserve()).contains(Duration.ofSeconds(1));
    }

    @Test
    void aSessionThatBeginsIsNoFailureOfItsAddress() {
        Limits limits = people.services.providerSignIn().limits(ADDRESS);
        for (int i = 0; i < 3 * SignIn.FREE_FAILURES_OF_ADDRESS; i++) {
            assertThat(limits.reserve()).isEmpty();
            entered("grace", Role.VIEWER);
        }

        assertThat(people.waited).isZero();
    }

    @Test
    void aStateIsUsedOnceAtAnyAddress() {
        Sha256 state = Sha256.ofUtf8("state");
        Instant until = people.now.plusSeconds(600);

        assertThat(people.services.providerSignIn().limits(ADDRESS).use(state, until))
                .isTrue();
        assertThat(people.services.providerSignIn().limits("192.0.2.2").use(state, until))
                .isFalse();
        assertThat(people.services.providerSignIn().limits(ADDRESS).use(Sha256.ofUtf8("other"), until))
                .isTrue();
    }

    @Test
    void aLogoutThatArrivesDuringASignInLetsItBeginNoSession() {
        entered("grace", Role.VIEWER);
        var user = new User(
                ACCOUNT,
                "grace",
                Optional.of(Role.VIEWER),
                Optional.of("sid"),
                people.now.plus(Duration.ofMinutes(11)));
        people.pass(Duration.ofMinutes(10));
        int ended = people.services
                .providerSignIn()
                .end(new Logout(
                        ACCOUNT.issuer(),
                        Optional.empty(),
                        Optional.of("sid"),
                        new ReplayKey(Sha256.ofUtf8("jti"), people.now.plusSeconds(3600)),
                        people.now.plus(Duration.ofMinutes(11)),
                        ID));

        assertThat(ended).isOne();
        refused(people.services.providerSignIn().enter(user, new Browser(ADDRESS, "a browser", ID)), Reason.LOGGED_OUT);
        assertThat(people.audit().getFirst().toString()).contains("logged_out");
        assertThat(people.services.sessions().all()).isEmpty();
    }

    @Test
    void whoIsDisabledHereStaysOut() {
        people.ada();
        PersonId id = entered("grace", Role.ADMINISTRATOR).person().id();
        people.services.people().setEnabled(id, false, ADA);

        refused(enter(ACCOUNT, "grace", Optional.of(Role.ADMINISTRATOR)), Reason.DISABLED);
        assertThat(people.services.sessions().all()).isEmpty();
    }

    @Test
    void suchAPersonHasNoLinkNoPasswordAndNoRoleOfOurs() {
        PersonId id = entered("grace", Role.VIEWER).person().id();

        assertThat(people.services.people().newLink(id, ADA)).isInstanceOf(Outcome.Conflict.class);
        assertThat(people.services.people().changeRole(id, Role.ADMINISTRATOR, ADA))
                .isInstanceOf(Outcome.Conflict.class);
        assertThat(people.attempt("grace", "")).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(people.named("grace").canSignIn()).isTrue();
    }

    @Test
    void withoutPasswordsNoneIsRightAndNoneCanBeChosen() {
        people.ada();
        PeopleServices off = people.withoutPasswords();

        assertThat(off.signIn().attempt("ada", PeopleFixture.PASSWORD, "192.0.2.1", "a browser", ID))
                .isEqualTo(new SignIn.Outcome.Refused());
        assertThat(off.people().invite("bob", Role.VIEWER, ADA)).isInstanceOf(Outcome.Invalid.class);
        assertThat(off.people().newLink(people.named("ada").id(), ADA)).isInstanceOf(Outcome.Conflict.class);
        assertThat(off.setUp().newCode()).isEmpty();
        assertThat(off.people().find(people.named("ada").id()))
                .map(Person::canSignIn)
                .contains(false);
        assertThat(people.named("ada").canSignIn()).isTrue();
        assertThat(off.setUp().ensure("eve", PeopleFixture.PASSWORD, ID)).hasSize(1);
    }
}
