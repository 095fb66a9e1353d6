package dev.countersign.server.people;

import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Outcome;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.people.PeopleStore.Known;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Administration of users: inviting, changing and removing them. An enabled administrator who can sign in
 * always remains.
 */
public final class People {
    /** Validity of an invitation. */
    public static final Duration LINK_LASTS = Duration.ofDays(1);
    /** The reason why a name cannot be chosen. */
    static final String NAME_TAKEN = "Another person has this username. Choose another one.";
    /** Age of a session in which a user without a password may change the own account. */
    static final Duration FRESH = Duration.ofMinutes(10);

    private final PeopleStore store;
    private final Passwords passwords;
    private final InstantSource clock;
    /** Delays guesses of the current password on a browser left unattended. */
    private final FailureThrottle guesses = new FailureThrottle(SignIn.FREE_FAILURES_OF_NAME);

    People(PeopleStore store, Passwords passwords, InstantSource clock) {
        this.store = store;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** Whether people of this server sign in with passwords, and so can be invited. */
    public boolean acceptPasswords() {
        return passwords.areAccepted();
    }

    /** Returns all users, by name. */
    public List<Person> all() {
        return store.people();
    }

    public Optional<Person> find(PersonId id) {
        return store.person(id);
    }

    /** Invites a user, who chooses a password by the link. */
    public Outcome<Invitation> invite(String username, Role role, Administrator administrator) {
        List<Problem> problems = passwords.areAccepted()
                ? Usernames.problems(username)
                : List.of(new Problem("/username", "switched_off", Passwords.SWITCHED_OFF));
        if (!problems.isEmpty()) {
            return new Outcome.Invalid<>(problems);
        }
        Invitation invitation = Invitation.of(username, role, true, clock.instant());
        return outcome(store.commit(invitation.change(administrator)), invitation);
    }

    /**
     * Creates a new link for a user who lost the password or the first link; the sessions, the earlier links and the
     * personal access tokens end.
     */
    public Outcome<Invitation> newLink(PersonId id, Administrator administrator) {
        Optional<Person> person = store.person(id);
        if (person.isEmpty()) {
            return new Outcome.NotFound<>();
        }
        if (person.get().provider().isPresent()) {
            return ofProvider("This person signs in with the OpenID provider and has no password.");
        }
        if (!passwords.areAccepted()) {
            return new Outcome.Conflict<>("switched_off", Passwords.SWITCHED_OFF, List.of());
        }
        Instant now = clock.instant();
        var invitation = new Invitation(person.get(), new SetupCode(Secrets.generate()));
        return outcome(
                store.commit(new PeopleChange.LinkMade(
                        id,
                        invitation.code().hash(),
                        now.plus(LINK_LASTS),
                        events(administrator, now).of("link_created", person.get()))),
                invitation);
    }

    private static <T> Outcome<T> ofProvider(String detail) {
        return new Outcome.Conflict<>("person_of_provider", detail, List.of());
    }

    /** Whether the code of an invitation is still valid. */
    public boolean isOpen(SetupCode code) {
        return invited(code).isPresent();
    }

    /** The user of an invitation, while its code is valid and passwords are not switched off. */
    public Optional<Person> invited(SetupCode code) {
        return passwords.areAccepted() ? store.invited(code.hash(), clock.instant()) : Optional.empty();
    }

    /** Chooses a password by a link, once. */
    public PasswordOutcome accept(SetupCode code, String password, CorrelationId correlationId) {
        Instant now = clock.instant();
        Optional<Person> person = store.invited(code.hash(), now);
        if (person.isEmpty()) {
            return new PasswordOutcome.LinkUsed();
        }
        List<Problem> problems = passwords.problems(password, person.get().username());
        if (!problems.isEmpty()) {
            return new PasswordOutcome.Invalid(problems);
        }
        var administrator = new Administrator(person.get().username(), correlationId);
        var change = new PeopleChange.Accepted(
                code.hash(),
                now,
                passwords.hash(password),
                events(administrator, now).of("password_set", person.get()));
        return store.commit(change) == PeopleChange.Result.DONE
                ? new PasswordOutcome.Done(person.get())
                : new PasswordOutcome.LinkUsed();
    }

    /** Changes the role of a user of this server, effective with the user's next request. */
    public Outcome<Person> changeRole(PersonId id, Role role, Administrator administrator) {
        if (store.person(id).flatMap(Person::provider).isPresent()) {
            return ofProvider("The OpenID provider gives this person's role. Change it there.");
        }
        return change(
                id,
                before -> with(before, role, before.enabled()),
                (before, after) -> new PeopleChange.RoleChanged(
                        id, role, events(administrator, clock.instant()).changed(before, after)));
    }

    /** Enables a user, or disables the user at once. */
    public Outcome<Person> setEnabled(PersonId id, boolean enabled, Administrator administrator) {
        return change(
                id,
                before -> with(before, before.role(), enabled),
                (before, after) -> new PeopleChange.EnabledChanged(
                        id, enabled, events(administrator, clock.instant()).changed(before, after)));
    }

    /** Removes a user with all sessions; the audit of the user's actions remains. */
    public Outcome<Person> remove(PersonId id, Administrator administrator) {
        return change(
                id,
                UnaryOperator.identity(),
                (before, _) -> new PeopleChange.Removed(
                        id, events(administrator, clock.instant()).removed(before)));
    }

    /** Changes the password of the signed-in user; all other sessions of the user end. */
    public PasswordOutcome changeOwnPassword(
            Session session, SessionToken token, String current, String password, Administrator administrator) {
        Person person = session.person();
        List<Problem> objections = objections(session, current);
        if (!objections.isEmpty()) {
            return new PasswordOutcome.Invalid(objections);
        }
        List<Problem> problems = passwords.problems(password, person.username());
        if (!problems.isEmpty()) {
            return new PasswordOutcome.Invalid(problems);
        }
        var event = events(administrator, clock.instant()).of("password_set", person);
        var change = new PeopleChange.PasswordChanged(person.id(), passwords.hash(password), token.hash(), event);
        return store.commit(change) == PeopleChange.Result.DONE
                ? new PasswordOutcome.Done(person)
                : new PasswordOutcome.LinkUsed();
    }

    /** Whether the signed-in user has a password, by which changes of the account are confirmed. */
    public boolean hasPassword(Session session) {
        return hash(session).isPresent();
    }

    /**
     * The objections to a change of a user's own account; none when the user has confirmed it with the current password
     * or, without a password, by a sign-in of the last {@link #FRESH}.
     */
    public List<Problem> objections(Session session, String current) {
        Instant now = clock.instant();
        Optional<String> hash = hash(session);
        if (hash.isEmpty()) {
            return now.isBefore(session.startedAt().plus(FRESH))
                    ? List.of()
                    : List.of(new Problem(
                            "",
                            "stale",
                            "You signed in more than 10 minutes ago. Sign out, sign in again, and repeat this."));
        }
        String guessed = session.person().id().value();
        if (guesses.reserve(guessed, session.address(), now).isPresent()) {
            return wrong("throttled", "Too many failed attempts. Try again in 1 minute.");
        }
        if (!passwords.isRight(current, hash)) {
            return wrong("wrong", "The current password is wrong.");
        }
        guesses.succeeded(guessed, session.address());
        return List.of();
    }

    private Optional<String> hash(Session session) {
        return passwords.areAccepted()
                ? store.named(session.person().username()).flatMap(Known::passwordHash)
                : Optional.empty();
    }

    private static List<Problem> wrong(String code, String detail) {
        return List.of(new Problem("/current", code, detail));
    }

    private interface Making {
        PeopleChange of(Person before, Person after);
    }

    private Outcome<Person> change(PersonId id, UnaryOperator<Person> edit, Making making) {
        Optional<Person> before = store.person(id);
        if (before.isEmpty()) {
            return new Outcome.NotFound<>();
        }
        Person after = edit.apply(before.get());
        return outcome(store.commit(making.of(before.get(), after)), after);
    }

    private static <T> Outcome<T> outcome(PeopleChange.Result result, T value) {
        return switch (result) {
            case DONE -> new Outcome.Done<>(value);
            case NOT_FOUND, LINK_USED -> new Outcome.NotFound<>();
            case NAME_TAKEN -> new Outcome.Invalid<>(List.of(new Problem("/username", "duplicate", NAME_TAKEN)));
            case LAST_ADMINISTRATOR ->
                new Outcome.Conflict<>(
                        "last_administrator",
                        "This is the last administrator who can sign in. Invite another administrator first.",
                        List.of());
        };
    }

    private static Person with(Person person, Role role, boolean enabled) {
        return new Person(
                person.id(),
                person.username(),
                role,
                enabled,
                person.createdAt(),
                person.lastSignedInAt(),
                person.canSignIn(),
                person.provider());
    }

    private static PeopleEvents events(Administrator administrator, Instant now) {
        return new PeopleEvents(administrator, now);
    }
}
