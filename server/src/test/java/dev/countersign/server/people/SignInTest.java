package dev.countersign.server.people;

import static dev.countersign.server.people.PeopleFixture.ADA;
import static dev.countersign.server.people.PeopleFixture.ID;
import static dev.countersign.server.people.PeopleFixture.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.countersign.server.operation.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests of sign-in, sessions, and delays after wrong passwords. */
class SignInTest {
    private static final Duration BLINK = Duration.ofMillis(1);

    @TempDir
    private Path folder;

    private PeopleFixture people;

    @BeforeEach
    void open() {
        people = new PeopleFixture(folder);
        people.ada();
    }

    @AfterEach
    void close() {
        people.close();
    }

    @Test
    void anUnknownNameAndAWrongPasswordAreRefusedAlike() {
        assertThat(people.attempt("nobody", PASSWORD)).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(people.attempt("ada", PASSWORD + "!")).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(people.attempt("", "")).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(people.attempt("ADA", PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void whatIsTypedIntoTheWrongFieldIsNotOnRecord() {
        people.attempt("my secret password", "ada");

        assertThat(people.audit())
                .allSatisfy(
                        event -> assertThat(event.toString()).doesNotContain("my secret password", PASSWORD, "argon2"));
        assertThat(people.audit().getFirst().stage()).isEqualTo("session.refused");
    }

    @Test
    void fromTheFifthFailureOnAnAttemptWaitsASecondAtThisAddressOnly() {
        for (int i = 0; i < SignIn.FREE_FAILURES_OF_NAME; i++) {
            assertThat(people.attempt("ada", "wrong")).isEqualTo(new SignIn.Outcome.Refused());
        }
        assertThat(people.waited).isZero();

        assertThat(people.attempt("ada", PASSWORD, "192.0.2.2")).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(people.waited).isZero();
        assertThat(people.attempt("ada", "wrong")).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(people.waited).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void aRightPasswordWaitsAtMostASecondHoweverManyFailedBefore() {
        for (int i = 0; i < 97; i++) {
            people.attempt("ada", "wrong");
        }
        people.waited = Duration.ZERO;

        assertThat(people.attempt("ada", PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(people.waited).isEqualTo(Duration.ofSeconds(1));
        assertThat(people.attempt("ada", PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void anAddressThatTriesManyNamesWaitsToo() {
        for (int i = 0; i < SignIn.FREE_FAILURES_OF_ADDRESS; i++) {
            assertThat(people.attempt("name-" + i, "wrong")).isEqualTo(new SignIn.Outcome.Refused());
        }
        assertThat(people.waited).isZero();

        assertThat(people.attempt("ada", PASSWORD, "192.0.2.2")).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(people.waited).isZero();
        assertThat(people.attempt("ada", PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
        assertThat(people.waited).isEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void ofAttemptsSideBySideNoMoreAreLookedAtThanOneAfterTheOther() throws Exception {
        var refused = new AtomicInteger();
        var slowed = new AtomicInteger();
        people.pauses = false;
        try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 990; i++) {
                int number = i;
                callers.execute(() -> {
                    switch (people.attempt("name-" + number, "wrong")) {
                        case SignIn.Outcome.Refused() -> refused.incrementAndGet();
                        case SignIn.Outcome.SlowDown _ -> slowed.incrementAndGet();
                        case SignIn.Outcome.SignedIn _ -> throw new AssertionError("a wrong password was right");
                    }
                });
            }
        }

        assertThat(refused).hasValueLessThanOrEqualTo(SignIn.FREE_FAILURES_OF_ADDRESS);
        assertThat(refused.get() + slowed.get()).isEqualTo(990);
    }

    @Test
    void aSessionNobodyUsesEndsAfterHalfAnHour() {
        SessionToken token = people.signedIn("ada", PASSWORD);

        people.pass(Session.IDLE.minus(BLINK));
        assertThat(people.session(token)).isPresent();
        people.pass(Session.IDLE.minus(BLINK));
        assertThat(people.session(token)).as("its use was noted").isPresent();
        people.pass(Session.IDLE);
        assertThat(people.session(token)).isEmpty();
    }

    @Test
    void noSessionLastsLongerThanTwelveHours() {
        SessionToken token = people.signedIn("ada", PASSWORD);
        for (int i = 0; i < 47; i++) {
            people.pass(Duration.ofMinutes(15));
            assertThat(people.session(token)).isPresent();
        }

        people.pass(Duration.ofMinutes(15).minus(BLINK));
        assertThat(people.session(token)).isPresent();
        people.pass(BLINK);
        assertThat(people.session(token)).isEmpty();
        assertThat(people.services.sessions().all()).isEmpty();
    }

    @Test
    void signingOutAndBeingSignedOutEndASession() {
        SessionToken one = people.signedIn("ada", PASSWORD);
        SessionToken other = people.signedIn("ada", PASSWORD);
        assertThat(one.value()).isNotEqualTo(other.value());
        assertThat(one.toString()).doesNotContain(one.value());

        people.services.sessions().end(one, ADA);
        assertThat(people.session(one)).isEmpty();
        SessionId id = people.session(other).orElseThrow().id();
        assertThat(people.services.sessions().revoke(id, ADA)).isTrue();
        assertThat(people.services.sessions().revoke(id, ADA)).isFalse();
        assertThat(people.session(other)).isEmpty();
    }

    @Test
    void anotherPasswordEndsAllSessionsButTheOneAtHand() {
        SessionToken here = people.signedIn("ada", PASSWORD);
        SessionToken elsewhere = people.signedIn("ada", PASSWORD);
        Session session = people.session(here).orElseThrow();
        var service = people.services.people();

        assertThat(service.changeOwnPassword(session, here, "wrong", "another password", ADA))
                .isInstanceOf(PasswordOutcome.Invalid.class);
        assertThat(service.changeOwnPassword(session, here, PASSWORD, "short", ADA))
                .isInstanceOf(PasswordOutcome.Invalid.class);
        assertThat(service.changeOwnPassword(session, here, PASSWORD, "another password", ADA))
                .isInstanceOf(PasswordOutcome.Done.class);

        assertThat(people.session(here)).isPresent();
        assertThat(people.session(elsewhere)).isEmpty();
        assertThat(people.attempt("ada", PASSWORD)).isEqualTo(new SignIn.Outcome.Refused());
        assertThat(people.attempt("ada", "another password")).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }

    @Test
    void whoeverFindsABrowserLeftAloneCannotGuessThePassword() {
        SessionToken token = people.signedIn("ada", PASSWORD);
        Session session = people.session(token).orElseThrow();
        var service = people.services.people();
        for (int i = 0; i < SignIn.FREE_FAILURES_OF_NAME; i++) {
            service.changeOwnPassword(session, token, "guess " + i, "another password", ADA);
        }

        assertThat(service.changeOwnPassword(session, token, PASSWORD, "another password", ADA))
                .isInstanceOf(PasswordOutcome.Invalid.class);
        people.pass(Duration.ofSeconds(1));
        assertThat(service.changeOwnPassword(session, token, PASSWORD, "another password", ADA))
                .isInstanceOf(PasswordOutcome.Done.class);
    }

    @Test
    void whoeverIsDisabledIsOutAtOnceAndStaysOut() {
        people.services.setUp().ensure("max", PASSWORD, ID);
        SessionToken token = people.signedIn("max", PASSWORD);
        PersonId max = people.named("max").id();

        assertThat(people.services.people().setEnabled(max, false, ADA)).isInstanceOf(Outcome.Done.class);

        assertThat(people.session(token)).isEmpty();
        assertThat(people.attempt("max", PASSWORD)).isEqualTo(new SignIn.Outcome.Refused());
        people.services.people().setEnabled(max, true, ADA);
        assertThat(people.session(token)).as("the old session stays dead").isEmpty();
        assertThat(people.attempt("max", PASSWORD)).isInstanceOf(SignIn.Outcome.SignedIn.class);
    }
}
