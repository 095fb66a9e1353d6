package dev.countersign.server.people;

import dev.countersign.core.audit.AdminEvent;
import dev.countersign.core.jose.key.Sha256;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.jwt.ReplayKey;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.Problem;
import dev.countersign.server.operation.ServerAuthor;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Sign-in of people whom an OpenID provider has authenticated. Such a person is added at the first sign-in, has the role
 * that the claims give at every sign-in, and is never the same as a person of this server with the same name.
 */
public final class ProviderSignIn {
    /** The way of signing in, in audit events. */
    static final String METHOD = "openid_provider";

    private final PeopleStore store;
    private final SignIn throttle;
    private final InstantSource clock;

    /** @param throttle has the delays after failed attempts */
    ProviderSignIn(PeopleStore store, SignIn throttle, InstantSource clock) {
        this.store = store;
        this.throttle = throttle;
        this.clock = clock;
    }

    /** Limits of the returns from one address: each may cost a request to the provider, which a stranger could repeat. */
    public interface Limits {
        /**
         * Counts a return as a failure before it is judged; or returns the delay that earlier failures cause. A session that
         * begins takes the failure back.
         */
        Optional<Duration> reserve();

        /**
         * Uses up the state of a sign-in, on all nodes; returns whether it was not used before.
         *
         * @param until the time from which it is refused in any case
         */
        boolean use(Sha256 state, Instant until);
    }

    /** The limits of returns from an address. */
    public Limits limits(String address) {
        return new Limits() {
            @Override
            public Optional<Duration> reserve() {
                return throttle.reserve(address);
            }

            @Override
            public boolean use(Sha256 state, Instant until) {
                return store.use(state, until);
            }
        };
    }

    /**
     * An authenticated person.
     *
     * @param username the name for a new person; later changes of it at the provider have no effect
     * @param role the role that the claims give; empty for a person who is not admitted
     * @param session the session at the provider, if it has one that a logout can name
     * @param over the time at which a sign-in that began with this one is over
     */
    public record User(
            Person.ProviderAccount account,
            String username,
            Optional<Role> role,
            Optional<String> session,
            Instant over) {}

    /** The browser of a person. */
    public record Browser(String address, String userAgent, CorrelationId correlationId) {}

    /**
     * A logout at the provider: of one session there, or of all sessions of a person.
     *
     * @param subject the person, if the logout names one
     * @param session the session at the provider, if the logout names one
     * @param replayKey with which the logout is received once
     * @param over the time at which the sign-ins that are under way now are over; those that began earlier begin no session
     */
    public record Logout(
            String issuer,
            Optional<String> subject,
            Optional<String> session,
            ReplayKey replayKey,
            Instant over,
            CorrelationId id) {
        public Logout {
            if (subject.isEmpty() && session.isEmpty()) {
                throw new IllegalArgumentException("a logout concerns a person or a session");
            }
        }
    }

    /** Outcome of a sign-in. */
    public sealed interface Outcome {
        /** Success: a new session, whose token is sent in the cookie only. */
        record SignedIn(Session session, SessionToken token) implements Outcome {}

        /** Failure. */
        record Refused(Reason reason) implements Outcome {}
    }

    /** Reasons why a person is refused, with the word in the audit. */
    public enum Reason {
        /** Failure: the claims give no role. */
        NO_ROLE("no_role"),
        /** Failure: another person has the name. */
        NAME_TAKEN("name_taken"),
        /** Failure: the name is not one that a user can have. */
        NAME_UNUSABLE("name_unusable"),
        /** Failure: the audit has the server itself, or visitors, under such a name. */
        NAME_RESERVED("name_reserved"),
        /** Failure: the person is disabled here. */
        DISABLED("disabled"),
        /** Failure: the person signed out at the provider after this sign-in began. */
        LOGGED_OUT("logged_out");

        private final String word;

        Reason(String word) {
            this.word = word;
        }
    }

    /** Signs in a person, who is added at the first time. */
    public Outcome enter(User user, Browser browser) {
        Optional<Person> known = store.of(user.account());
        Optional<String> claimed = known.isEmpty() ? Optional.of(user.username()) : Optional.empty();
        List<Problem> problems = claimed.map(Usernames::problems).orElse(List.of());
        if (problems.stream().anyMatch(problem -> problem.code().equals(Usernames.RESERVED))) {
            return refused(known, claimed, browser, Reason.NAME_RESERVED);
        }
        if (!problems.isEmpty()) {
            return refused(known, Optional.empty(), browser, Reason.NAME_UNUSABLE);
        }
        if (user.role().isEmpty()) {
            return refusedWithoutRole(known, claimed, browser);
        }
        if (known.isPresent() && !known.get().enabled()) {
            return refused(known, claimed, browser, Reason.DISABLED);
        }
        return known.or(() -> added(user, user.role().get(), browser))
                .map(person -> begin(person, user.role().get(), user, browser))
                .orElseGet(() -> refused(known, claimed, browser, Reason.NAME_TAKEN));
    }

    /** Adds the person; another node may have done so meanwhile. */
    private Optional<Person> added(User user, Role role, Browser browser) {
        Instant now = clock.instant();
        var person = new Person(
                new PersonId(Secrets.generateId()),
                user.username(),
                role,
                true,
                now,
                Optional.empty(),
                true,
                Optional.of(user.account()));
        var change = new PeopleChange.ProviderAdded(
                person, events(user.username(), browser.correlationId(), now).of("created", person));
        return store.commit(change) == PeopleChange.Result.DONE ? Optional.of(person) : store.of(user.account());
    }

    private Outcome begin(Person before, Role role, User user, Browser browser) {
        Instant now = clock.instant();
        PeopleEvents events = events(before.username(), browser.correlationId(), now);
        Person person = before.withRole(role);
        if (before.role() != role) {
            store.commit(new PeopleChange.RoleClaimed(before.id(), role, events.changed(before, person)));
        }
        var token = new SessionToken(Secrets.generate());
        Session session = Session.begin(person, browser.address(), browser.userAgent(), now);
        return switch (store.begin(session, token.hash(), user, events.started(session, METHOD))) {
            case DONE -> {
                throttle.takeBack(browser.address());
                yield new Outcome.SignedIn(session, token);
            }
            case DISABLED -> refused(Optional.of(person), Optional.empty(), browser, Reason.DISABLED);
            case LOGGED_OUT -> refused(Optional.of(person), Optional.empty(), browser, Reason.LOGGED_OUT);
        };
    }

    /** The provider no longer admits the person: what earlier sign-ins have left ends with the record of the refusal. */
    private Outcome refusedWithoutRole(Optional<Person> known, Optional<String> claimed, Browser browser) {
        if (known.isEmpty()) {
            return refused(known, claimed, browser, Reason.NO_ROLE);
        }
        store.commit(new PeopleChange.RoleLost(known.get().id(), refusal(known, claimed, browser, Reason.NO_ROLE)));
        return new Outcome.Refused(Reason.NO_ROLE);
    }

    private Outcome refused(Optional<Person> known, Optional<String> claimed, Browser browser, Reason reason) {
        store.record(refusal(known, claimed, browser, reason));
        return new Outcome.Refused(reason);
    }

    private AdminEvent refusal(Optional<Person> known, Optional<String> claimed, Browser browser, Reason reason) {
        return events(ServerAuthor.UNKNOWN.word(), browser.correlationId(), clock.instant())
                .refused(known, claimed, browser.address(), reason.word);
    }

    /**
     * Ends the sessions that a logout at the provider concerns, on every node.
     *
     * @return their number
     */
    public int end(Logout logout) {
        Instant now = clock.instant();
        return store.end(
                logout,
                session -> events(session.person().username(), logout.id(), now).session("ended_by_provider", session));
    }

    private static PeopleEvents events(String name, CorrelationId id, Instant now) {
        return new PeopleEvents(new Administrator(name, id), now);
    }
}
