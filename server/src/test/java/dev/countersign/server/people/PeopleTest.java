package dev.countersign.server.people;

import static dev.countersign.server.people.PeopleFixture.ADA;
import static dev.countersign.server.people.PeopleFixture.ID;
import static dev.countersign.server.people.PeopleFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.insight.AuditRecord;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Tests of the first administrator, of invitations, and of the rule that an administrator who can invite others always
 * remains.
 */
class PeopleTest {
    private static final Duration BLINK = Duration.ofMillis(1);

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

    private SetUp setUp() {
        return people.services.setUp();
    }

    @Test
    void theLinkOfTheStartWorksForAnHour() {
        SetupCode code = setUp().newCode().orElseThrow();

        people.pass(SetUp.LINK_LASTS.minus(BLINK));
        assertThat(setUp().isOpen(code)).isTrue();
        people.pass(BLINK);
        assertThat(setUp().isOpen(code)).isFalse();
        assertThat(setUp().firstAdministrator(code, "ada", PASSWORD, ID)).isEqualTo(new PasswordOutcome.LinkUsed());
    }

    @Test
    void aLaterStartMakesTheLinkOfAnEarlierOneVoid() {
        SetupCode first = setUp().newCode().orElseThrow();
        SetupCode second = setUp().newCode().orElseThrow();

        assertThat(setUp().isOpen(first)).isFalse();
        assertThat(setUp().isOpen(second)).isTrue();
        assertThat(setUp().isOpen(new SetupCode(""))).isFalse();
    }

    @Test
    void ofManyWhoUseTheLinkAtOnceOneBecomesAdministrator() throws Exception {
        SetupCode code = setUp().newCode().orElseThrow();
        try (var threads = Executors.newFixedThreadPool(8)) {
            List<Callable<PasswordOutcome>> attempts = IntStream.range(0, 8)
                    .<Callable<PasswordOutcome>>mapToObj(
                            i -> () -> setUp().firstAdministrator(code, "ada-" + i, PASSWORD, ID))
                    .toList();
            int done = 0;
            for (var outcome : threads.invokeAll(attempts)) {
                done += outcome.get() instanceof PasswordOutcome.Done ? 1 : 0;
            }
            assertThat(done).isEqualTo(1);
        }
        assertThat(people.services.people().all()).hasSize(1);
        assertThat(setUp().newCode()).isEmpty();
    }

    @Test
    void theEnvironmentMakesAnAdministratorAndNeverChangesOne() {
        assertThat(setUp().ensure("ada", "seven 7", ID)).hasSize(1);
        assertThat(setUp().ensure("ada.lovelace", "ada.lovelace", ID)).hasSize(1);
        assertThat(people.services.people().all()).isEmpty();
        assertThat(setUp().ensure("ada", PASSWORD, ID)).isEmpty();
        assertThat(setUp().ensure("Ada", "another password", ID)).isEmpty();

        assertThat(people.services.people().all()).hasSize(1);
        assertThat(people.attempt("ada", "another password")).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(people.attempt("ada", PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"countersign", "BOOTSTRAP", "Test-Issuer", "unknown", "ada@root", "ADA@ROOT"})
    void noPersonHasANameUnderWhichTheAuditHasTheServer(String name) {
        SetupCode code = setUp().newCode().orElseThrow();
        assertThat(setUp().firstAdministrator(code, name, PASSWORD, ID))
                .isInstanceOfSatisfying(
                        PasswordOutcome.Invalid.class,
                        invalid -> assertThat(invalid.problems())
                                .extracting(Problem::code)
                                .containsExactly("reserved"));
        assertThat(setUp().ensure(name, PASSWORD, ID)).hasSize(1);

        people.ada();
        assertThat(people.services.people().invite(name, Role.VIEWER, ADA)).isInstanceOf(Outcome.Invalid.class);
        assertThat(people.services.people().all()).hasSize(1);
    }

    @Test
    void aNameThatOnlyContainsOneOfTheServerIsAllowed() {
        assertThat(setUp().ensure("countersign-admin", PASSWORD, ID)).isEmpty();
        assertThat(people.services.people().invite("root", Role.VIEWER, ADA)).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void anOperatorMayAnswerForAShorterPassword() {
        assertThat(setUp().ensure("ada", "eight 8.", ID)).isEmpty();
        assertThat(people.attempt("ada", "eight 8.")).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void anInvitationIsTakenOnceAndWithinADay() {
        people.ada();
        SetupCode late = invite("late", Role.EDITOR);
        people.pass(People.LINK_LASTS);
        assertThat(people.services.people().accept(late, PASSWORD, ID)).isEqualTo(new PasswordOutcome.LinkUsed());

        SetupCode code = invite("eve", Role.EDITOR);
        people.pass(People.LINK_LASTS.minus(BLINK));
        assertThat(people.services.people().isOpen(code)).isTrue();
        assertThat(people.services.people().accept(code, "short", ID)).isInstanceOf(PasswordOutcome.Invalid.class);
        assertThat(people.services.people().accept(code, PASSWORD, ID)).isInstanceOf(PasswordOutcome.Done.class);
        assertThat(people.services.people().accept(code, "another password", ID))
                .isEqualTo(new PasswordOutcome.LinkUsed());
        assertThat(people.attempt("eve", PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void anotherLinkEndsSessionsAndTheLinksBefore() {
        people.ada();
        SetupCode first = invite("eve", Role.VIEWER);
        people.services.people().accept(first, PASSWORD, ID);
        SessionToken token = people.signedIn("eve", PASSWORD);

        var again = people.services.people().newLink(people.named("eve").id(), ADA);

        assertThat(people.session(token)).isEmpty();
        assertThat(again).isInstanceOf(Outcome.Done.class);
    }

    @Test
    void aNameIsThereOnceInAnyLetterCase() {
        people.ada();

        assertThat(people.services.people().invite("ADA", Role.VIEWER, ADA)).isInstanceOf(Outcome.Invalid.class);
        assertThat(people.services.people().invite("", Role.VIEWER, ADA)).isInstanceOf(Outcome.Invalid.class);
        assertThat(people.services.people().invite("a\u202eda", Role.VIEWER, ADA))
                .isInstanceOf(Outcome.Invalid.class);
        assertThat(people.services.people().invite("x".repeat(65), Role.VIEWER, ADA))
                .isInstanceOf(Outcome.Invalid.class);
        assertThat(people.services.people().invite("x".repeat(64), Role.VIEWER, ADA))
                .isInstanceOf(Outcome.Done.class);
    }

    @Test
    void noNameIsThatOfAVisitor() {
        people.ada();

        for (String name : List.of("eve@root", "EVE@Root", "@root")) {
            assertThat(people.services.people().invite(name, Role.VIEWER, ADA))
                    .as(name)
                    .isInstanceOf(Outcome.Invalid.class);
        }
        assertThat(people.services.people().invite("eve@root.example", Role.VIEWER, ADA))
                .isInstanceOf(Outcome.Done.class);
        assertThat(people.named("ada").asVisitor().username()).isEqualTo("ada@root");
    }

    @Test
    void theLastAdministratorWhoCanSignInStays() {
        PersonId ada = people.ada().id();
        SetupCode code = invite("grace", Role.ADMINISTRATOR);
        var service = people.services.people();

        assertThat(service.remove(ada, ADA)).as("grace has no password yet").isInstanceOf(Outcome.Conflict.class);
        assertThat(service.setEnabled(ada, false, ADA)).isInstanceOf(Outcome.Conflict.class);
        assertThat(service.changeRole(ada, Role.EDITOR, ADA)).isInstanceOf(Outcome.Conflict.class);
        assertThat(people.named("ada").role()).isEqualTo(Role.ADMINISTRATOR);

        service.accept(code, PASSWORD, ID);
        assertThat(service.remove(ada, ADA)).isInstanceOf(Outcome.Done.class);
        assertThat(service.remove(ada, ADA)).isInstanceOf(Outcome.NotFound.class);
    }

    @Test
    void everyChangeIsOnRecordUnderTheNameOfWhoMadeIt() {
        people.ada();
        SetupCode code = invite("eve", Role.VIEWER);
        people.services.people().changeRole(people.named("eve").id(), Role.EDITOR, ADA);
        people.services.people().remove(people.named("eve").id(), ADA);

        List<AuditRecord> audit = people.audit();

        assertThat(audit.stream().map(AuditRecord::stage))
                .containsExactly(
                        "administrator.deleted",
                        "administrator.updated",
                        "administrator.created",
                        "administrator.created");
        assertThat(audit.stream().map(event -> event.actor().orElseThrow()))
                .containsExactly("ada", "ada", "ada", "bootstrap");
        assertThat(audit.toString()).doesNotContain(code.value(), "argon2", PASSWORD);
    }

    private SetupCode invite(String username, Role role) {
        if (people.services.people().invite(username, role, ADA) instanceof Outcome.Done<Invitation>(var invitation)) {
            return invitation.code();
        }
        throw new AssertionError(username + " cannot be invited");
    }
}
