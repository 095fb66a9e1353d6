package dev.countersign.server.people;

import dev.countersign.core.client.FailureThrottle;
import dev.countersign.core.client.Throttles;
import dev.countersign.core.jose.signing.Secrets;
import dev.countersign.core.oauth.CorrelationId;
import dev.countersign.server.operation.Administrator;
import dev.countersign.server.operation.ServerAuthor;
import dev.countersign.server.people.PeopleStore.Known;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Sign-in with a user name and a password. Failures delay further attempts from their address: from the fifth
 * consecutive one on for one name, from the fiftieth on for all names. An attempt is counted before its password is
 * hashed. An attempt during a delay waits, at most one second, so that a correct password is not refused because of
 * other failures at the same address; only a few attempts can wait.
 */
public final class SignIn {
    static final int FREE_FAILURES_OF_NAME = 5;
    static final int FREE_FAILURES_OF_ADDRESS = 50;
    /** The longest time that a correct password waits. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(1);
    /** The most attempts waiting or being hashed at once. */
    static final int MOST_UNDER_WAY = 32;

    private static final String ANY_NAME = "";

    private final PeopleStore store;
    private final Passwords passwords;
    private final InstantSource clock;
    private final FailureThrottle byName;
    private final FailureThrottle byAddress;
    private final Consumer<Duration> pause;
    private final Semaphore permits = new Semaphore(MOST_UNDER_WAY);
    /** Attempts that are judged elsewhere wait apart, so that they take no permit of one with a password. */
    private final Semaphore waiting = new Semaphore(MOST_UNDER_WAY);

    /** @param pause waits for the given time */
    SignIn(PeopleStore store, Passwords passwords, Throttles throttles, InstantSource clock, Consumer<Duration> pause) {
        this.byName = throttles.make("names", FREE_FAILURES_OF_NAME, LONGEST_WAIT);
        this.byAddress = throttles.make("addresses", FREE_FAILURES_OF_ADDRESS, LONGEST_WAIT);
        this.pause = pause;
        this.store = store;
        this.passwords = passwords;
        this.clock = clock;
    }

    /** Outcome of an attempt to sign in. */
    public sealed interface Outcome {
        /** Success: a new session, whose token is sent in the cookie only. */
        record SignedIn(Session session, SessionToken token) implements Outcome {}

        /** Failure: the name or the password is wrong, or the user is disabled; the response does not say which. */
        record Refused() implements Outcome {}

        /** Failure: too many failed attempts; this one was not checked. */
        record SlowDown(Duration retryAfter) implements Outcome {}
    }

    /**
     * Checks a password. It takes as long whether or not the name is known.
     *
     * @param address the numeric address of the client (RFC 5952)
     * @param userAgent the {@code User-Agent} of the browser
     */
    public Outcome attempt(
            String username, String password, String address, String userAgent, CorrelationId correlationId) {
        String key = Usernames.key(username);
        return inTurn(key, address, () -> judge(username, password, address, userAgent, correlationId));
    }

    /**
     * Makes an attempt unless earlier failures delay it, and counts it as a failure unless it succeeds.
     *
     * @param key the name that failures are counted for, besides the address
     */
    public Outcome inTurn(String key, String address, Supplier<Outcome> attempt) {
        if (!permits.tryAcquire()) {
            return new Outcome.SlowDown(LONGEST_WAIT);
        }
        try {
            Optional<Duration> delay = reserve(key, address);
            if (delay.isPresent()) {
                return new Outcome.SlowDown(delay.get());
            }
            Outcome outcome = attempt.get();
            if (outcome instanceof Outcome.SignedIn) {
                byName.succeeded(key, address);
                byAddress.takeBack(ANY_NAME, address);
            }
            return outcome;
        } finally {
            permits.release();
        }
    }

    /** Reserves an attempt, now or after a wait; returns the delay when other attempts came first. */
    private Optional<Duration> reserve(String key, String address) {
        Optional<Duration> delay = reserveNow(key, address);
        if (delay.isEmpty() || delay.get().compareTo(LONGEST_WAIT) > 0) {
            return delay;
        }
        pause.accept(delay.get());
        return reserveNow(key, address);
    }

    private Optional<Duration> reserveNow(String key, String address) {
        Instant now = clock.instant();
        Optional<Duration> ofAddress = byAddress.reserve(ANY_NAME, address, now);
        if (ofAddress.isPresent()) {
            return ofAddress;
        }
        Optional<Duration> ofName = byName.reserve(key, address, now);
        if (ofName.isPresent()) {
            byAddress.takeBack(ANY_NAME, address);
        }
        return ofName;
    }

    /**
     * Counts an attempt for no name, which is judged elsewhere, as a failure; or returns the delay when other attempts of the
     * address came first. It waits for its turn like one with a password.
     */
    Optional<Duration> reserve(String address) {
        Optional<Duration> delay = byAddress.reserve(ANY_NAME, address, clock.instant());
        if (delay.isEmpty() || !waiting.tryAcquire()) {
            return delay;
        }
        try {
            pause.accept(delay.get());
        } finally {
            waiting.release();
        }
        return byAddress.reserve(ANY_NAME, address, clock.instant());
    }

    /** Removes such an attempt from the count of failures. */
    void takeBack(String address) {
        byAddress.takeBack(ANY_NAME, address);
    }

    private Outcome judge(
            String username, String password, String address, String userAgent, CorrelationId correlationId) {
        Instant now = clock.instant();
        Optional<Known> known =
                store.named(username).filter(found -> found.person().enabled());
        if (!passwords.isRight(password, known.flatMap(Known::passwordHash)) || known.isEmpty()) {
            store.record(events(ServerAuthor.UNKNOWN.word(), correlationId, now)
                    .refused(store.named(username).map(Known::person), address));
            return new Outcome.Refused();
        }
        improve(known.get(), password);
        return begin(known.get().person(), address, userAgent, correlationId, now);
    }

    private Outcome begin(Person person, String address, String userAgent, CorrelationId correlationId, Instant now) {
        var token = new SessionToken(Secrets.generate());
        Session session = Session.begin(person, address, userAgent, now);
        boolean begun = store.begin(
                session,
                token.hash(),
                events(person.username(), correlationId, now).started(session, "password"));
        return begun ? new Outcome.SignedIn(session, token) : new Outcome.Refused();
    }

    /** Hashes the password again if its stored hash has a lower cost than now required. */
    private void improve(Known known, String password) {
        known.passwordHash()
                .filter(passwords::isOutdated)
                .ifPresent(hash -> store.rehash(known.person().id(), hash, passwords.hash(password)));
    }

    private static PeopleEvents events(String administrator, CorrelationId correlationId, Instant now) {
        return new PeopleEvents(new Administrator(administrator, correlationId), now);
    }
}
