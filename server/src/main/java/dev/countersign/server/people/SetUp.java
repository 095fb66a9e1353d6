package dev.countersign.server.people;

import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.ServerAuthor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Creation of the first administrator, by a link that is printed at the start or from the environment. */
public final class SetUp {
    /** Validity of the set-up link. */
    public static final Duration LINK_LASTS = Duration.ofHours(1);

    /** The operator may configure a shorter password than users may choose; a warning is logged. */
    static final int SHORTEST_GIVEN = 8;

    private static final System.Logger LOG = System.getLogger(SetUp.class.getName());

    private final PeopleStore store;
    private final Passwords passwords;
    private final InstantSource clock;

    SetUp(PeopleStore store, Passwords passwords, InstantSource clock) {
        this.store = store;
        this.passwords = passwords;
        this.clock = clock;
    }

    /**
     * A new code, which replaces all earlier ones; empty when there is an enabled administrator who can sign in, or passwords
     * are switched off.
     */
    public Optional<SetupCode> newCode() {
        if (!passwords.areAccepted() || store.people().stream().anyMatch(SetUp::administers)) {
            return Optional.empty();
        }
        var code = new SetupCode(Secrets.generate());
        store.keepSetupLink(code.hash(), clock.instant().plus(LINK_LASTS));
        return Optional.of(code);
    }

    private static boolean administers(Person person) {
        return person.enabled() && person.role() == Role.ADMINISTRATOR && person.canSignIn();
    }

    /** Whether the code of a link is still valid. */
    public boolean isOpen(SetupCode code) {
        return passwords.areAccepted() && store.isSetupOpen(code.hash(), clock.instant());
    }

    /** Creates the first administrator, once. */
    public PasswordOutcome firstAdministrator(
            SetupCode code, String username, String password, CorrelationId correlationId) {
        if (!isOpen(code)) {
            return new PasswordOutcome.LinkUsed();
        }
        List<Problem> problems = problems(username, password, Passwords.SHORTEST);
        if (!problems.isEmpty()) {
            return new PasswordOutcome.Invalid(problems);
        }
        Instant now = clock.instant();
        Person person = administrator(username, now);
        var event = new PeopleEvents(new Administrator(username, correlationId), now).of("created", person);
        var change = new PeopleChange.FirstAdded(person, passwords.hash(password), code.hash(), now, event);
        return switch (store.commit(change)) {
            case DONE -> new PasswordOutcome.Done(person);
            case NAME_TAKEN ->
                new PasswordOutcome.Invalid(List.of(new Problem("/username", "duplicate", People.NAME_TAKEN)));
            case NOT_FOUND, LAST_ADMINISTRATOR, LINK_USED -> new PasswordOutcome.LinkUsed();
        };
    }

    /**
     * Creates an administrator with this name. If a user of this name exists, neither password nor role changes.
     *
     * @return the problems of the name or the password, as sentences; empty when the user exists now
     */
    public List<String> ensure(String username, String password, CorrelationId correlationId) {
        if (store.named(username).isPresent()) {
            return List.of();
        }
        List<Problem> problems = problems(username, password, SHORTEST_GIVEN);
        if (!problems.isEmpty()) {
            return problems.stream().map(Problem::detail).toList();
        }
        if (!problems(username, password, Passwords.SHORTEST).isEmpty()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The password of the bootstrap administrator is shorter than {0} characters and may be guessed",
                    Passwords.SHORTEST);
        }
        Instant now = clock.instant();
        Person person = administrator(username, now);
        var event = new PeopleEvents(ServerAuthor.BOOTSTRAP.as(correlationId), now).of("created", person);
        // another node may have created the same user meanwhile, which has the same result
        store.commit(new PeopleChange.Added(person, passwords.hash(password), event));
        return List.of();
    }

    private List<Problem> problems(String username, String password, int shortest) {
        return Stream.concat(
                        Usernames.problems(username).stream(),
                        passwords.problems(password, username, shortest).stream())
                .toList();
    }

    private static Person administrator(String username, Instant now) {
        return new Person(
                new PersonId(Secrets.generateId()), username, Role.ADMINISTRATOR, true, now, Optional.empty(), true);
    }
}
